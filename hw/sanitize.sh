#!/bin/sh
# Builds everything with a sanitizer of the compiler and runs the tests with it:
#
#   sanitize.sh address     memory that is used after it was freed, or beyond its end
#   sanitize.sh thread      two threads at the same memory without a lock between them
#
# Left out are the tests on a simulated GPIO chip: a user-mode kernel has no room for the shadow
# memory that a sanitizer needs. The first finding ends the run with its stack. Leaks are not looked
# for: the compiler keeps bits of its own in references, and the leak finder then takes what a global
# holds for lost.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here/.."
case ${1-} in
address) scratch=.build-asan ;;
thread) scratch=.build-tsan && export WARMGATE_THREAD_SANITIZER=1 ;;
*) printf 'usage: sanitize.sh address | thread\n' >&2 && exit 2 ;;
esac

# A crash must still end the program through its own handler, which tests look at.
signals=handle_segv=0:handle_sigbus=0:handle_abort=0:handle_sigill=0:handle_sigfpe=0
ASAN_OPTIONS=halt_on_error=1:detect_leaks=0:detect_stack_use_after_return=1:$signals
TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1:$signals
export ASAN_OPTIONS TSAN_OPTIONS
swift build --build-tests --sanitize "$1" --scratch-path "$scratch" \
  --explicit-target-dependency-import-check error
exec swift test --skip-build --sanitize "$1" --scratch-path "$scratch" --skip GPIOSimTests
