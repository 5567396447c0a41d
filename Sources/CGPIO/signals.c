// Signal handlers that make outputs safe before anything else happens.
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include "cgpio.h"

static const int stopping[] = {SIGTERM, SIGINT, SIGQUIT};
static const int crashing[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
// Nothing here uses them; whoever sends one ends the process. The real-time signals belong to them.
static const int ending[] = {SIGALRM, SIGVTALRM, SIGPROF,  SIGUSR1, SIGUSR2,
                             SIGIO,   SIGPWR,    SIGSTKFLT, SIGXCPU};
// A log whose reader has ended and a file that may not grow are errors of a write, no reason to
// end. A terminal that stops the process would stop the lease's guard too, with the lines as they
// are (S5).
static const int ignored[] = {SIGPIPE, SIGXFSZ, SIGTSTP, SIGTTIN, SIGTTOU};
enum {
  STOPPING = sizeof stopping / sizeof *stopping,
  CRASHING = sizeof crashing / sizeof *crashing,
  ENDING = sizeof ending / sizeof *ending,
  IGNORED = sizeof ignored / sizeof *ignored,
  SIGNALS = 65  // 1 to 64, the same on every Linux but MIPS
};

static atomic_int wake_descriptor = -1;
// What each signal did before; constant once the handlers are installed.
static struct sigaction earlier[SIGNALS];
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
  (void)sigaction(signal, &earlier[signal], NULL);
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
  for (int i = 0; i < ENDING; i++) (void)sigaddset(&signals, ending[i]);
  (void)sigaddset(&signals, SIGHUP);
  return -pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

// The earlier action is read first: a signal during the installation must find it.
static int install_ending(int signal, bool is_crash) {
  struct sigaction action = {.sa_sigaction = drop_and_crash};
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  if (sigaction(signal, NULL, &earlier[signal]) != 0) return -errno;
  if ((earlier[signal].sa_flags & SA_SIGINFO) == 0 && earlier[signal].sa_handler == SIG_IGN) {
    // Whoever started this program wants it to live through this one.
    if (!is_crash) return 0;
    earlier[signal].sa_handler = SIG_DFL;
  }
  return install(signal, &action, NULL);
}

static int install_all_ending(void) {
  int result;
  for (int i = 0; i < CRASHING; i++) {
    if ((result = install_ending(crashing[i], true)) != 0) return result;
  }
  for (int i = 0; i < ENDING; i++) {
    if ((result = install_ending(ending[i], false)) != 0) return result;
  }
  for (int signal = SIGRTMIN; signal <= SIGRTMAX && signal < SIGNALS; signal++) {
    if ((result = install_ending(signal, false)) != 0) return result;
  }
  return 0;
}

int cgpio_install_signal_guard(int wake_fd) {
  atomic_store(&wake_descriptor, wake_fd);
  if (is_installed) return 0;
  int result = install_spare_stack();
  if (result != 0) return result;
  if ((result = install_all_ending()) != 0) return result;
  for (int i = 0; i < STOPPING; i++) {
    struct sigaction action = {.sa_handler = drop_and_wake};
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    if ((result = install(stopping[i], &action, NULL)) != 0) return result;
  }
  struct sigaction action = {.sa_handler = wake};
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  if ((result = install(SIGHUP, &action, NULL)) != 0) return result;
  for (int i = 0; i < IGNORED; i++) {
    struct sigaction nothing = {.sa_handler = SIG_IGN};
    if ((result = install(ignored[i], &nothing, NULL)) != 0) return result;
  }
  // Last, so that what has been waiting finds its handler.
  if ((result = unblock_signals()) != 0) return result;
  is_installed = true;
  return 0;
}
