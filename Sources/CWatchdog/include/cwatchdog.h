// What a Linux watchdog device is asked for with ioctl, which is variadic and whose numbers are
// macros that Swift does not import.
//
// Source: Linux, Documentation/watchdog/watchdog-api.rst and include/uapi/linux/watchdog.h.
#pragma once

/// Whether an open device is a watchdog, which every one of them says: 0 or -errno.
int cwatchdog_check(int descriptor);

/// Asks for a time in seconds after which the machine is reset unless it is fed. Returns the
/// seconds that are in force, which may be others where the device cannot have those, or -errno.
int cwatchdog_set_timeout(int descriptor, int seconds);
