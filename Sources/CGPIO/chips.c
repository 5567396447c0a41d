// Which chips and named lines this machine has.
#define _GNU_SOURCE  // versionsort: gpiochip2 before gpiochip10
#include <dirent.h>
#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "body.h"

struct gpiod_chip *open_chip(const char *path, int *result) {
  // libgpiod 1.6 leaves errno as it was when a character device is not a GPIO chip.
  errno = 0;
  struct gpiod_chip *chip = gpiod_chip_open(path);
  *result = chip ? 0 : errno ? -errno : -ENODEV;
  return chip;
}

int cgpio_describe_chip(const char *path, struct cgpio_chip *chip) {
  memset(chip, 0, sizeof *chip);
  snprintf(chip->path, sizeof chip->path, "%s", path);
  const char *slash = strrchr(path, '/');
  snprintf(chip->name, sizeof chip->name, "%s", slash ? slash + 1 : path);
  int result;
  struct gpiod_chip *opened = open_chip(path, &result);
  if (opened) {
    result = body_describe(opened, chip);
    gpiod_chip_close(opened);
  }
  chip->error = -result;
  return result;
}

static int is_chip(const struct dirent *entry) {
  return strncmp(entry->d_name, "gpiochip", strlen("gpiochip")) == 0;
}

int cgpio_list_chips(struct cgpio_chip *chips, int capacity) {
  struct dirent **entries;
  int count = scandir("/dev", &entries, is_chip, versionsort);
  if (count < 0) return -errno;
  for (int i = 0; i < count; i++) {
    char path[sizeof "/dev/" + sizeof entries[i]->d_name];
    snprintf(path, sizeof path, "/dev/%s", entries[i]->d_name);
    // One chip that cannot be opened must not hide the others: its error stands in its entry.
    if (i < capacity) (void)cgpio_describe_chip(path, &chips[i]);
    free(entries[i]);
  }
  free(entries);
  return count;
}

int cgpio_find_name(const char *path, const char *name, uint32_t *offsets, int capacity) {
  struct cgpio_chip description = {0};
  int result;
  struct gpiod_chip *chip = open_chip(path, &result);
  if (!chip) return result;
  result = body_describe(chip, &description);
  int found = 0;
  for (uint32_t offset = 0; result >= 0 && offset < description.lines; offset++) {
    result = body_has_name(chip, offset, name);
    if (result <= 0) continue;
    if (found < capacity) offsets[found] = offset;
    found++;
  }
  gpiod_chip_close(chip);
  return result < 0 ? result : found;
}

int cgpio_consumer(const char *path, uint32_t offset, char *consumer, size_t size) {
  int result;
  struct gpiod_chip *chip = open_chip(path, &result);
  if (!chip) return result;
  result = body_consumer(chip, offset, consumer, size);
  gpiod_chip_close(chip);
  return result;
}

int cgpio_describe_line(const char *path, uint32_t offset, struct cgpio_line_info *info) {
  memset(info, 0, sizeof *info);
  int result;
  struct gpiod_chip *chip = open_chip(path, &result);
  if (!chip) return result;
  result = body_describe_line(chip, offset, info);
  gpiod_chip_close(chip);
  return result;
}
