// The levels of several lines, read from sysfs with one system call.
//
// In a user-mode kernel a system call takes 60 µs and more, however little it does: one for each
// line would leave a sampler of 1000 looks a second, and the program that it watches, no time.
//
// Source: Linux, io_submit(2), and the ring of completions in fs/aio.c.
#pragma once

struct clinelook;

/// Prepares to read `count` open files. Puts the look into `look`, or returns -errno.
int clinelook_open(const int *files, int count, struct clinelook **look);

/// Reads all of them in turn, each from its beginning. Puts into `levels` whether each begins with
/// '1'. Returns 0, or -errno where one could not be read.
int clinelook_take(struct clinelook *look, unsigned char *levels);

/// Ends the look; the files stay open.
void clinelook_close(struct clinelook *look);
