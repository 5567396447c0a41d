#include "cwatchdog.h"

#include <errno.h>
#include <linux/watchdog.h>
#include <sys/ioctl.h>

int cwatchdog_check(int descriptor) {
  struct watchdog_info info;
  return ioctl(descriptor, WDIOC_GETSUPPORT, &info) == 0 ? 0 : -errno;
}

int cwatchdog_set_timeout(int descriptor, int seconds) {
  int value = seconds;
  if (ioctl(descriptor, WDIOC_SETTIMEOUT, &value) == 0) return value;
  int error = errno;
  // Too long for the device, or one whose time is fixed: what it has may do.
  return ioctl(descriptor, WDIOC_GETTIMEOUT, &value) == 0 ? value : -error;
}
