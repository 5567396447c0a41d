// The table of requested lines: use and release from any thread, the drop from a signal handler.
#include <errno.h>
#include <gpiod.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "body.h"

/// One place in the table. Its generation is odd while a line is held. A user counts itself in and
/// then looks at the generation; a release ends the generation and then waits for the users. Both
/// are sequentially consistent, so one of them always sees the other.
struct place {
  _Atomic uint32_t generation;
  atomic_int users;
  bool taken;      // under table_lock, which no signal handler and no drop ever takes
  bool is_output;  // constant within a generation, as is the line
  struct body_line line;
};

static struct place table[CGPIO_LINES_MAX];
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool safe_latch;

// Only lock-free atomics may be used in a signal handler.
_Static_assert(ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_BOOL_LOCK_FREE == 2, "atomics need locks");

static struct place *enter(cgpio_line line) {
  uint32_t index = (uint32_t)line & 0xFFFF;
  if (line <= 0 || index >= CGPIO_LINES_MAX) return NULL;
  struct place *place = &table[index];
  atomic_fetch_add(&place->users, 1);
  if (atomic_load(&place->generation) == (uint32_t)(line >> 16)) return place;
  atomic_fetch_sub(&place->users, 1);
  return NULL;
}

static void leave(struct place *place) { atomic_fetch_sub(&place->users, 1); }

static struct place *take_place(void) {
  struct place *place = NULL;
  pthread_mutex_lock(&table_lock);
  for (int i = 0; i < CGPIO_LINES_MAX && !place; i++) {
    if (!table[i].taken) place = &table[i];
  }
  if (place) place->taken = true;
  pthread_mutex_unlock(&table_lock);
  return place;
}

static void give_place_back(struct place *place) {
  pthread_mutex_lock(&table_lock);
  place->taken = false;
  pthread_mutex_unlock(&table_lock);
}

cgpio_line cgpio_request(const char *path, uint32_t offset, int flags, const char *consumer) {
  bool is_output = (flags & CGPIO_OUTPUT) != 0;
  if (is_output && atomic_load(&safe_latch)) return -ECANCELED;
  int result;
  struct gpiod_chip *chip = open_chip(path, &result);
  if (!chip) return result;
  struct place *place = take_place();
  if (!place) {
    gpiod_chip_close(chip);
    return -EMFILE;
  }
  memset(&place->line, 0, sizeof place->line);
  result = body_request(chip, offset, flags, consumer, &place->line);
  if (result != 0) {
    give_place_back(place);
    return result;
  }
  place->is_output = is_output;
  uint32_t generation = atomic_load(&place->generation) + 1;
  atomic_store(&place->generation, generation);
  cgpio_line line = (cgpio_line)generation << 16 | (cgpio_line)(place - table);
  // Proves that the line can be driven, and binds what the signal handler calls.
  if (is_output && (result = cgpio_set(line, false)) != 0) {
    cgpio_release(line);
    return result;
  }
  return line;
}

int cgpio_set(cgpio_line line, bool active) {
  struct place *place = enter(line);
  if (!place) return -EBADF;
  int result = -EPERM;
  if (place->is_output) {
    bool refused = active && atomic_load(&safe_latch);
    result = body_set(&place->line, active && !refused);
    // A drop between the look at the latch and the activation came too early for this line. The
    // latch was then set before, so that a second look sees it.
    if (active && !refused && atomic_load(&safe_latch)) {
      refused = true;
      (void)body_set(&place->line, false);
    }
    if (refused) result = -ECANCELED;
  }
  leave(place);
  return result;
}

int cgpio_get(cgpio_line line) {
  struct place *place = enter(line);
  if (!place) return -EBADF;
  int result = body_get(&place->line);
  leave(place);
  return result;
}

/// Waits until nobody uses a place whose generation has ended: one ioctl at most, unless a driver
/// hangs. Returns whether that happened within a second.
static bool users_are_gone(struct place *place) {
  const struct timespec pause = {.tv_nsec = 1000 * 1000};
  for (int tries = 0; tries < 1000; tries++) {
    if (atomic_load(&place->users) == 0) return true;
    nanosleep(&pause, NULL);
  }
  return false;
}

void cgpio_release(cgpio_line line) {
  struct place *place = enter(line);
  if (!place) return;
  if (place->is_output) (void)body_set(&place->line, false);
  uint32_t generation = (uint32_t)(line >> 16);
  bool ended = atomic_compare_exchange_strong(&place->generation, &generation, generation + 1);
  leave(place);
  // A place whose user never comes back is lost rather than freed under it; the kernel takes the
  // line when the process ends.
  if (!ended || !users_are_gone(place)) return;
  body_release(&place->line);
  give_place_back(place);
}

void cgpio_drop_all(void) {
  atomic_store(&safe_latch, true);
  for (int i = 0; i < CGPIO_LINES_MAX; i++) {
    struct place *place = &table[i];
    atomic_fetch_add(&place->users, 1);
    if (atomic_load(&place->generation) % 2 == 1 && place->is_output) {
      (void)body_set(&place->line, false);
    }
    atomic_fetch_sub(&place->users, 1);
  }
}

bool cgpio_is_latched(void) { return atomic_load(&safe_latch); }
