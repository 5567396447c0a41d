// GPIO lines through libgpiod 1.6 or 2.x, and their emergency drop.
//
// One interface, two bodies: libgpiod1.c and libgpiod2.c. The header that the compiler finds picks
// the body, since GPIOD_LINE_BULK_MAX_LINES is defined by libgpiod 1.x only.
//
// Every output that is requested here stands in a fixed table, so that a signal handler can drive
// all of them inactive without a lock and without memory from the heap.
//
// "Active" is logical everywhere: the kernel inverts the level of a line requested as active low.
#ifndef CGPIO_H
#define CGPIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A requested line: positive. It names a place in the table and which of its successive owners is
/// meant, so a line that has been released is refused and never taken for its successor.
typedef int64_t cgpio_line;

/// The most lines that one process may hold.
#define CGPIO_LINES_MAX 256

/// A GPIO chip of this machine.
struct cgpio_chip {
  char path[64];   ///< Device node, for example /dev/gpiochip0.
  char name[32];   ///< Kernel's name, for example gpiochip0.
  char label[32];  ///< Driver's name for it; empty where it could not be opened.
  uint32_t lines;  ///< How many lines it has.
  int error;       ///< 0, or the errno with which it could not be opened.
};

/// What to request a line as.
enum cgpio_flags {
  CGPIO_INPUT = 0,       ///< An input with the bias that it has.
  CGPIO_OUTPUT = 1,      ///< An output, inactive from the first instant.
  CGPIO_ACTIVE_LOW = 2,  ///< The low level is the active one.
  CGPIO_AS_IS = 4,       ///< Neither: the direction stays as it is, so that looking changes nothing.
};

/// What the kernel says pulls a line.
enum cgpio_bias {
  CGPIO_BIAS_UNKNOWN = 0,   ///< It does not say: what the board or the firmware has set.
  CGPIO_BIAS_DISABLED = 1,  ///< Nothing inside the chip.
  CGPIO_BIAS_UP = 2,
  CGPIO_BIAS_DOWN = 3,
};

/// What the kernel says of a line.
struct cgpio_line_info {
  char name[32];      ///< Empty where it has none.
  char consumer[32];  ///< Who holds it; empty when the holder gave no name.
  bool used;          ///< Whether somebody holds it.
  bool output;        ///< The direction that the kernel remembers.
  int bias;           ///< One of `cgpio_bias`.
};

/// The libgpiod that this program runs with, for example "1.6.3".
const char *cgpio_library_version(void);

/// Lists the chips of this machine in the order of their names. Fills at most `capacity` of them
/// and returns how many there are, or -errno.
int cgpio_list_chips(struct cgpio_chip *chips, int capacity);

/// Describes the chip at a device node. Returns 0 or -errno.
int cgpio_describe_chip(const char *path, struct cgpio_chip *chip);

/// Finds the lines of a chip that have `name`. Fills at most `capacity` offsets and returns how
/// many there are, or -errno.
int cgpio_find_name(const char *path, const char *name, uint32_t *offsets, int capacity);

/// Copies who holds a line (empty when the holder gave no name). Returns 1 when the line is held,
/// 0 when it is free, or -errno.
int cgpio_consumer(const char *path, uint32_t offset, char *consumer, size_t size);

/// Describes a line. Returns 0 or -errno.
int cgpio_describe_line(const char *path, uint32_t offset, struct cgpio_line_info *info);

/// Requests a line; `flags` are of `cgpio_flags`. Returns the line or -errno. An output cannot be
/// requested after the safe latch was set: -ECANCELED.
cgpio_line cgpio_request(const char *path, uint32_t offset, int flags, const char *consumer);

/// Drives an output. Returns 0 or -errno; -ECANCELED for an activation after the safe latch was
/// set, and the line is then inactive. Safe to call from several threads.
int cgpio_set(cgpio_line line, bool active);

/// Reads a line: 1 active, 0 inactive, or -errno.
int cgpio_get(cgpio_line line);

/// Drives an output inactive and gives the line back. Does nothing for a line given back before.
void cgpio_release(cgpio_line line);

/// Sets the safe latch and drives every output of this process inactive. The latch is one-way:
/// every later activation is refused. Async-signal-safe.
void cgpio_drop_all(void);

/// Whether the safe latch is set.
bool cgpio_is_latched(void);

/// Installs handlers that make outputs safe before anything else happens, and returns 0 or -errno.
///
/// SIGTERM, SIGINT, SIGQUIT: `cgpio_drop_all`, then one byte, the signal's number, to `wake_fd`.
/// The signals of a crash, and every other one that ends a process unless it is handled (SIGALRM,
/// SIGUSR1, the real-time ones and so on): `cgpio_drop_all`, then what would have happened without
/// this guard (the earlier handler, or the end of the process).
/// SIGHUP: only the byte. SIGPIPE, SIGXFSZ, SIGTSTP, SIGTTIN and SIGTTOU: nothing; a write fails,
/// and no terminal stops the process. All the others are unblocked for the calling thread and those that it starts
/// from then on. `wake_fd` should be a non-blocking pipe; -1 for none.
int cgpio_install_signal_guard(int wake_fd);

#endif
