// prctl is variadic and does not import into Swift.
#define _GNU_SOURCE
#include "cpause.h"

#include <errno.h>
#include <sys/prctl.h>
#include <time.h>

void cpause_exact(int64_t nanoseconds) {
  if (nanoseconds <= 0) return;
  // Source: prctl(2), PR_SET_TIMERSLACK: for this thread, in nanoseconds; the default is 50 µs.
  static _Thread_local int is_set;
  if (!is_set) is_set = prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL) == 0;
  struct timespec span = {
      .tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  while (nanosleep(&span, &span) != 0 && errno == EINTR) {
  }
}
