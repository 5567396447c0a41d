// The body for libgpiod 2.x (Debian 13: 2.2).
#include <gpiod.h>

#ifndef GPIOD_LINE_BULK_MAX_LINES

#include <errno.h>
#include <linux/gpio.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "body.h"

int body_describe(struct gpiod_chip *chip, struct cgpio_chip *description) {
  struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
  if (!info) return -errno;
  snprintf(description->name, sizeof description->name, "%s", gpiod_chip_info_get_name(info));
  snprintf(description->label, sizeof description->label, "%s", gpiod_chip_info_get_label(info));
  description->lines = (uint32_t)gpiod_chip_info_get_num_lines(info);
  gpiod_chip_info_free(info);
  return 0;
}

int body_has_name(struct gpiod_chip *chip, uint32_t offset, const char *name) {
  struct gpiod_line_info *info = gpiod_chip_get_line_info(chip, offset);
  if (!info) return -errno;
  const char *own = gpiod_line_info_get_name(info);
  int same = own && strcmp(own, name) == 0;
  gpiod_line_info_free(info);
  return same;
}

int body_consumer(struct gpiod_chip *chip, uint32_t offset, char *consumer, size_t size) {
  struct gpiod_line_info *info = gpiod_chip_get_line_info(chip, offset);
  if (!info) return -errno;
  const char *holder = gpiod_line_info_get_consumer(info);
  snprintf(consumer, size, "%s", holder ? holder : "");
  int used = gpiod_line_info_is_used(info) ? 1 : 0;
  gpiod_line_info_free(info);
  return used;
}

int body_describe_line(struct gpiod_chip *chip, uint32_t offset, struct cgpio_line_info *info) {
  struct gpiod_line_info *line = gpiod_chip_get_line_info(chip, offset);
  if (!line) return -errno;
  const char *name = gpiod_line_info_get_name(line);
  const char *holder = gpiod_line_info_get_consumer(line);
  snprintf(info->name, sizeof info->name, "%s", name ? name : "");
  snprintf(info->consumer, sizeof info->consumer, "%s", holder ? holder : "");
  info->used = gpiod_line_info_is_used(line);
  info->output = gpiod_line_info_get_direction(line) == GPIOD_LINE_DIRECTION_OUTPUT;
  switch (gpiod_line_info_get_bias(line)) {
    case GPIOD_LINE_BIAS_DISABLED: info->bias = CGPIO_BIAS_DISABLED; break;
    case GPIOD_LINE_BIAS_PULL_UP: info->bias = CGPIO_BIAS_UP; break;
    case GPIOD_LINE_BIAS_PULL_DOWN: info->bias = CGPIO_BIAS_DOWN; break;
    default: info->bias = CGPIO_BIAS_UNKNOWN; break;
  }
  gpiod_line_info_free(line);
  return 0;
}

static enum gpiod_line_direction direction_of(int flags) {
  if (flags & CGPIO_OUTPUT) return GPIOD_LINE_DIRECTION_OUTPUT;
  return flags & CGPIO_AS_IS ? GPIOD_LINE_DIRECTION_AS_IS : GPIOD_LINE_DIRECTION_INPUT;
}

/// Requests with settings that are complete, or fails with errno.
static struct gpiod_line_request *request(
    struct gpiod_chip *chip, uint32_t offset, int flags, const char *consumer,
    struct gpiod_line_settings *settings, struct gpiod_line_config *lines,
    struct gpiod_request_config *config) {
  if (!settings || !lines || !config) return NULL;
  if (gpiod_line_settings_set_direction(settings, direction_of(flags)) != 0) return NULL;
  if (gpiod_line_settings_set_output_value(settings, GPIOD_LINE_VALUE_INACTIVE) != 0) return NULL;
  gpiod_line_settings_set_active_low(settings, (flags & CGPIO_ACTIVE_LOW) != 0);
  unsigned int offsets[] = {offset};
  if (gpiod_line_config_add_line_settings(lines, offsets, 1, settings) != 0) return NULL;
  gpiod_request_config_set_consumer(config, consumer);
  return gpiod_chip_request_lines(chip, config, lines);
}

int body_request(
    struct gpiod_chip *chip, uint32_t offset, int flags, const char *consumer,
    struct body_line *line) {
  struct gpiod_line_settings *settings = gpiod_line_settings_new();
  struct gpiod_line_config *lines = gpiod_line_config_new();
  struct gpiod_request_config *config = gpiod_request_config_new();
  line->request = request(chip, offset, flags, consumer, settings, lines, config);
  int error = errno;
  if (line->request) line->fd = gpiod_line_request_get_fd(line->request);
  if (config) gpiod_request_config_free(config);
  if (lines) gpiod_line_config_free(lines);
  if (settings) gpiod_line_settings_free(settings);
  gpiod_chip_close(chip);  // 2.x: a request lives on without its chip
  return line->request ? 0 : -error;
}

// One ioctl on the request's own file descriptor, whatever the library does in its setter: this is
// called from signal handlers. Source: Linux, include/uapi/linux/gpio.h, GPIO_V2_LINE_SET_VALUES;
// bit 0 is the request's first and only line.
int body_set(const struct body_line *line, bool active) {
  struct gpio_v2_line_values values = {.bits = active ? 1 : 0, .mask = 1};
  return ioctl(line->fd, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) == 0 ? 0 : -errno;
}

int body_get(const struct body_line *line) {
  struct gpio_v2_line_values values = {.bits = 0, .mask = 1};
  if (ioctl(line->fd, GPIO_V2_LINE_GET_VALUES_IOCTL, &values) != 0) return -errno;
  return values.bits & 1 ? 1 : 0;
}

void body_release(struct body_line *line) { gpiod_line_request_release(line->request); }

const char *cgpio_library_version(void) { return gpiod_api_version(); }

#endif
