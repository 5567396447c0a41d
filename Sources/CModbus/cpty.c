// posix_openpt, ptsname_r and their like do not import into Swift.
#define _GNU_SOURCE
#include "cpty.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int cpty_open(int *other, char *path, size_t path_size) {
  int own = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (own < 0) return -1;
  if (grantpt(own) == 0 && unlockpt(own) == 0 && ptsname_r(own, path, path_size) == 0) {
    *other = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*other >= 0) return own;
  }
  int error = errno;
  close(own);
  errno = error;
  return -1;
}
