// What the two bodies provide to the rest of this module: one per version of libgpiod.
#ifndef CGPIO_BODY_H
#define CGPIO_BODY_H

#include "cgpio.h"

struct gpiod_chip;
struct gpiod_line;
struct gpiod_line_request;

/// A requested line in libgpiod's terms.
struct body_line {
  struct gpiod_chip *chip;             ///< 1.x owns the line through its chip.
  struct gpiod_line *line;             ///< 1.x only.
  struct gpiod_line_request *request;  ///< 2.x only.
  int fd;                              ///< 2.x only: the request's own file descriptor.
};

/// Opens the chip at a device node, or stores -errno.
struct gpiod_chip *open_chip(const char *path, int *result);

/// Fills name, label and number of lines. Returns 0 or -errno.
int body_describe(struct gpiod_chip *chip, struct cgpio_chip *description);

/// Whether the line at `offset` has `name`: 1, 0 or -errno.
int body_has_name(struct gpiod_chip *chip, uint32_t offset, const char *name);

/// As `cgpio_consumer`.
int body_consumer(struct gpiod_chip *chip, uint32_t offset, char *consumer, size_t size);

/// As `cgpio_describe_line`.
int body_describe_line(struct gpiod_chip *chip, uint32_t offset, struct cgpio_line_info *info);

/// Requests a line and takes `chip` over, also when it fails. Returns 0 or -errno.
int body_request(
    struct gpiod_chip *chip, uint32_t offset, int flags, const char *consumer,
    struct body_line *line);

/// Drives a requested output: 0 or -errno. Async-signal-safe, and safe from several threads.
int body_set(const struct body_line *line, bool active);

/// Reads a requested line: 1, 0 or -errno.
int body_get(const struct body_line *line);

/// Gives a line back.
void body_release(struct body_line *line);

#endif
