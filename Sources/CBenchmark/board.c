#define _GNU_SOURCE
#include "cbenchmark.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

struct cbench_board {
  const uint8_t *memory;
  size_t size;
  uint16_t base;
  int64_t character;  // nanoseconds that one byte takes on the line; 0 for none
  int own, other;
  pthread_t thread;
  atomic_bool stop;
  atomic_int_fast64_t replied_at;
  atomic_uint_fast64_t bytes;
};

int64_t cbench_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

// A real line is exact, a sleep is not.
static void spin_until(int64_t time) {
  while (cbench_now() < time) {
  }
}

static uint16_t checksum(const uint8_t *bytes, size_t count) {
  uint16_t sum = 0xFFFF;
  for (size_t i = 0; i < count; i++) {
    sum ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >> 1) ^ 0xA001 : sum >> 1;
  }
  return sum;
}

static void answer(struct cbench_board *board, const uint8_t *request, int64_t begun) {
  uint8_t reply[5 + 250];
  int address = request[2] << 8 | request[3];
  int count = request[4] << 8 | request[5];
  if (count < 1 || count > 125 || address < board->base) return;
  size_t start = (size_t)(address - board->base);
  if (start + 2 * (size_t)count > board->size) return;
  size_t length = 3 + 2 * (size_t)count;
  reply[0] = request[0];
  reply[1] = 3;
  reply[2] = (uint8_t)(2 * count);
  memcpy(reply + 3, board->memory + start, 2 * (size_t)count);
  uint16_t sum = checksum(reply, length);
  reply[length] = sum & 0xFF;
  reply[length + 1] = sum >> 8;
  length += 2;
  if (board->character) spin_until(begun + (8 + (int64_t)length) * board->character);
  atomic_fetch_add(&board->bytes, 8 + length);
  atomic_store(&board->replied_at, cbench_now());
  if (write(board->own, reply, length) < 0) return;
}

static void *run(void *argument) {
  struct cbench_board *board = argument;
  uint8_t request[8];
  size_t got = 0;
  int64_t begun = 0;
  while (!atomic_load(&board->stop)) {
    struct pollfd state = {.fd = board->own, .events = POLLIN};
    // A line that takes time begins with the master's first byte, not when a sleeper has woken.
    if (poll(&state, 1, board->character ? 0 : 50) <= 0) continue;
    ssize_t count = read(board->own, request + got, sizeof request - got);
    if (count <= 0) continue;
    if (got == 0) begun = cbench_now();
    got += (size_t)count;
    if (got < sizeof request) continue;
    got = 0;
    uint16_t sum = checksum(request, 6);
    if (request[1] == 3 && request[6] == (sum & 0xFF) && request[7] == sum >> 8)
      answer(board, request, begun);
  }
  return NULL;
}

struct cbench_board *cbench_board_start(
    const uint8_t *memory, size_t size, uint16_t base, int baud, char *path, size_t path_size) {
  struct cbench_board *board = calloc(1, sizeof *board);
  if (!board) return NULL;
  board->memory = memory;
  board->size = size;
  board->base = base;
  board->character = baud ? 10 * INT64_C(1000000000) / baud : 0;
  board->other = -1;
  board->own = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios raw;
  if (board->own >= 0 && grantpt(board->own) == 0 && unlockpt(board->own) == 0 &&
      ptsname_r(board->own, path, path_size) == 0 &&
      // Held open, so that the line does not hang up between two masters.
      (board->other = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)) >= 0 &&
      tcgetattr(board->other, &raw) == 0) {
    cfmakeraw(&raw);
    if (tcsetattr(board->other, TCSANOW, &raw) == 0 &&
        pthread_create(&board->thread, NULL, run, board) == 0)
      return board;
  }
  if (board->other >= 0) close(board->other);
  if (board->own >= 0) close(board->own);
  free(board);
  return NULL;
}

int64_t cbench_board_replied_at(const struct cbench_board *board) {
  return atomic_load(&board->replied_at);
}

uint64_t cbench_board_bytes(const struct cbench_board *board) {
  return atomic_load(&board->bytes);
}

void cbench_board_stop(struct cbench_board *board) {
  atomic_store(&board->stop, true);
  pthread_join(board->thread, NULL);
  close(board->other);
  close(board->own);
  free(board);
}
