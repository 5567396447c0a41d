// The body for libgpiod 1.x (Debian 12, Raspberry Pi OS bookworm: 1.6.3).
#include <gpiod.h>

#ifdef GPIOD_LINE_BULK_MAX_LINES

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "body.h"

int body_describe(struct gpiod_chip *chip, struct cgpio_chip *description) {
  snprintf(description->name, sizeof description->name, "%s", gpiod_chip_name(chip));
  snprintf(description->label, sizeof description->label, "%s", gpiod_chip_label(chip));
  description->lines = gpiod_chip_num_lines(chip);
  return 0;
}

int body_has_name(struct gpiod_chip *chip, uint32_t offset, const char *name) {
  struct gpiod_line *line = gpiod_chip_get_line(chip, offset);
  if (!line) return -errno;
  const char *own = gpiod_line_name(line);
  return own && strcmp(own, name) == 0;
}

int body_consumer(struct gpiod_chip *chip, uint32_t offset, char *consumer, size_t size) {
  struct gpiod_line *line = gpiod_chip_get_line(chip, offset);
  if (!line) return -errno;
  const char *holder = gpiod_line_consumer(line);
  snprintf(consumer, size, "%s", holder ? holder : "");
  return gpiod_line_is_used(line) ? 1 : 0;
}

int body_describe_line(struct gpiod_chip *chip, uint32_t offset, struct cgpio_line_info *info) {
  struct gpiod_line *line = gpiod_chip_get_line(chip, offset);
  if (!line) return -errno;
  const char *name = gpiod_line_name(line);
  const char *holder = gpiod_line_consumer(line);
  snprintf(info->name, sizeof info->name, "%s", name ? name : "");
  snprintf(info->consumer, sizeof info->consumer, "%s", holder ? holder : "");
  info->used = gpiod_line_is_used(line);
  info->output = gpiod_line_direction(line) == GPIOD_LINE_DIRECTION_OUTPUT;
  switch (gpiod_line_bias(line)) {
    case GPIOD_LINE_BIAS_DISABLE: info->bias = CGPIO_BIAS_DISABLED; break;
    case GPIOD_LINE_BIAS_PULL_UP: info->bias = CGPIO_BIAS_UP; break;
    case GPIOD_LINE_BIAS_PULL_DOWN: info->bias = CGPIO_BIAS_DOWN; break;
    default: info->bias = CGPIO_BIAS_UNKNOWN; break;
  }
  return 0;
}

static int request_type(int flags) {
  if (flags & CGPIO_OUTPUT) return GPIOD_LINE_REQUEST_DIRECTION_OUTPUT;
  return flags & CGPIO_AS_IS ? GPIOD_LINE_REQUEST_DIRECTION_AS_IS
                             : GPIOD_LINE_REQUEST_DIRECTION_INPUT;
}

int body_request(
    struct gpiod_chip *chip, uint32_t offset, int flags, const char *consumer,
    struct body_line *line) {
  struct gpiod_line_request_config config = {
      .consumer = consumer,
      .request_type = request_type(flags),
      .flags = flags & CGPIO_ACTIVE_LOW ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0,
  };
  line->chip = chip;
  line->line = gpiod_chip_get_line(chip, offset);
  if (line->line && gpiod_line_request(line->line, &config, 0) == 0) return 0;
  int error = errno;
  gpiod_chip_close(chip);
  return -error;
}

// libgpiod 1.x does not give the request's file descriptor away, but its setter needs none of what
// a signal handler must not use. Source: libgpiod 1.6.3, lib/core.c, gpiod_line_set_value and
// gpiod_line_set_value_bulk: a request description on the stack, a check of the line's state, one
// GPIOHANDLE_SET_LINE_VALUES_IOCTL, one store of an int that only the library's own
// re-configuration reads back (never called here, so the store may race). No heap, lock or stdio.
// The request drives each output once, so the dynamic linker has bound these symbols by then.
int body_set(const struct body_line *line, bool active) {
  return gpiod_line_set_value(line->line, active ? 1 : 0) == 0 ? 0 : -errno;
}

int body_get(const struct body_line *line) {
  int value = gpiod_line_get_value(line->line);
  return value < 0 ? -errno : value;
}

void body_release(struct body_line *line) {
  gpiod_chip_close(line->chip);  // releases its lines too
}

const char *cgpio_library_version(void) { return gpiod_version_string(); }

#endif
