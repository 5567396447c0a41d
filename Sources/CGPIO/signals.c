// Signal handlers that make outputs safe before anything else happens.
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include "cgpio.h"

static const int stopping[] = {SIGTERM, SIGINT, SIGQUIT};
static const int crashing[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
enum {
  STOPPING = sizeof stopping / sizeof *stopping,
  CRASHING = sizeof crashing / sizeof *crashing
};

static atomic_int wake_descriptor = -1;
// What each crash signal did before; constant once the handlers are installed.
static struct sigaction earlier[CRASHING];
static bool is_installed;
// A stack for the handler of a stack overflow. Linux wants one per thread; this is the installing
// thread's. Another thread's overflow ends the process at once, and the kernel frees the lines.
static char spare_stack[64 * 1024];

static void write_wake_byte(int signal) {
  unsigned char byte = (unsigned char)signal;
  int descriptor = atomic_load(&wake_descriptor);
  // A full pipe already wakes its reader, so a byte that does not fit may be lost.
  if (descriptor >= 0 && write(descriptor, &byte, 1) < 0) return;
}

static void wake(int signal) {
  int saved = errno;
  write_wake_byte(signal);
  errno = saved;
}

static void drop_and_wake(int signal) {
  int saved = errno;
  cgpio_drop_all();
  write_wake_byte(signal);
  errno = saved;
}

static void drop_and_crash(int signal, siginfo_t *information, void *context) {
  (void)context;
  cgpio_drop_all();
  for (int i = 0; i < CRASHING; i++) {
    if (crashing[i] == signal) (void)sigaction(signal, &earlier[i], NULL);
  }
  // A fault that the processor raised comes again when its instruction is repeated, with the right
  // address for a backtrace. Every other signal, and the trap instruction, which is not repeated,
  // is raised here and delivered when this handler returns.
  bool repeats = information->si_code > 0 && signal != SIGTRAP && signal != SIGABRT;
  if (!repeats) (void)raise(signal);
}

static int install(int signal, struct sigaction *action, struct sigaction *before) {
  (void)sigfillset(&action->sa_mask);
  return sigaction(signal, action, before) == 0 ? 0 : -errno;
}

static int install_spare_stack(void) {
  stack_t present;
  if (sigaltstack(NULL, &present) != 0) return -errno;
  if ((present.ss_flags & SS_DISABLE) == 0) return 0;
  stack_t spare = {.ss_sp = spare_stack, .ss_size = sizeof spare_stack};
  return sigaltstack(&spare, NULL) == 0 ? 0 : -errno;
}

// Whoever started this program may have blocked its signals: a stop that waits for ever is none.
static int unblock_signals(void) {
  sigset_t signals;
  (void)sigemptyset(&signals);
  for (int i = 0; i < STOPPING; i++) (void)sigaddset(&signals, stopping[i]);
  for (int i = 0; i < CRASHING; i++) (void)sigaddset(&signals, crashing[i]);
  (void)sigaddset(&signals, SIGHUP);
  return -pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

int cgpio_install_signal_guard(int wake_fd) {
  atomic_store(&wake_descriptor, wake_fd);
  if (is_installed) return 0;
  int result = install_spare_stack();
  if (result != 0) return result;
  for (int i = 0; i < CRASHING; i++) {
    struct sigaction action = {.sa_sigaction = drop_and_crash};
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    // The earlier action is read first: a crash during the installation must find it.
    if (sigaction(crashing[i], NULL, &earlier[i]) != 0) return -errno;
    if ((earlier[i].sa_flags & SA_SIGINFO) == 0 && earlier[i].sa_handler == SIG_IGN) {
      earlier[i].sa_handler = SIG_DFL;
    }
    if ((result = install(crashing[i], &action, NULL)) != 0) return result;
  }
  for (int i = 0; i < STOPPING; i++) {
    struct sigaction action = {.sa_handler = drop_and_wake};
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    if ((result = install(stopping[i], &action, NULL)) != 0) return result;
  }
  struct sigaction action = {.sa_handler = wake};
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  if ((result = install(SIGHUP, &action, NULL)) != 0) return result;
  // Last, so that what has been waiting finds its handler.
  if ((result = unblock_signals()) != 0) return result;
  is_installed = true;
  return 0;
}
