#pragma once
#include <stddef.h>

/// Opens a pseudo-terminal: the program's own end is returned, the other end is in `other`, and
/// the path of the device node is in `path`. Returns -1 with errno set where there is none.
int cpty_open(int *other, char *path, size_t path_size);
