// What the benchmark compares with and measures by: a plain C controller over the same libmodbus,
// a Modbus board on a pseudo-terminal, and a count of heap allocations.
#ifndef CBENCHMARK_H
#define CBENCHMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The present time of CLOCK_MONOTONIC in nanoseconds.
int64_t cbench_now(void);

/// How often this process has asked for memory from the heap so far.
uint64_t cbench_allocations(void);

/// A board that answers function 03 on one end of a pseudo-terminal, for every unit address, from
/// one flat memory of bytes.
struct cbench_board;

/// Starts a board whose byte at wire address `base` is `memory[0]`. With `baud` other than 0, a
/// reply ends when the bytes of request and reply would have passed a real line at that rate; with
/// 0 it is written at once. Writes the path to open to `path`. Returns NULL on failure.
struct cbench_board *cbench_board_start(
    const uint8_t *memory, size_t size, uint16_t base, int baud, char *path, size_t path_size);

/// When the last reply's bytes were handed over.
int64_t cbench_board_replied_at(const struct cbench_board *board);

/// How many bytes have passed the line both ways.
uint64_t cbench_board_bytes(const struct cbench_board *board);

/// Stops the board and frees it.
void cbench_board_stop(struct cbench_board *board);

/// One read of registers.
struct cbench_read {
  int address;
  int count;
};

/// A connection of the plain C controller.
struct cbench_master;

/// Opens a device at 115200 baud. Returns NULL on failure.
struct cbench_master *cbench_master_open(const char *device);

/// One turn of the plain C controller: reads, finds the colder of T1 and T2, checks both limits of
/// a pad of `ohms`, and drives charge and heater through `drive`. Returns 0 or an errno.
int cbench_master_turn(
    struct cbench_master *master, int unit, const struct cbench_read *reads, int count,
    double ohms, void (*drive)(int line, bool active));

/// Reads `count` registers once and returns 0 or an errno: the library alone.
int cbench_master_read(struct cbench_master *master, int unit, int address, int count);

/// Closes the connection and frees it.
void cbench_master_close(struct cbench_master *master);

#endif
