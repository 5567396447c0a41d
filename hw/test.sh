#!/bin/sh
# Runs every test, on a simulated GPIO chip too, after it has installed what that needs.
#
#   test.sh                 everything
#   test.sh --quick         without the mutants of the core and without libgpiod 2.x
#   test.sh --long          with 100,000 simulated pack-days instead of 1,000, with every state of
#                           the controller, with 10,000 kills, and with every mutant of the core
#                           instead of the planted ones (several hours more)
#   test.sh --sanitize      the tests twice, with AddressSanitizer and with ThreadSanitizer in them
#
# Needs Debian 12, Swift 6.3 or later, and root or sudo for what is missing. A stage that ran no
# test has failed. The logs are in .build/logs.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here/.."
quick=no
long=no
sanitize=no
pack_days=1000
case ${1-} in
'') ;;
--quick) quick=yes ;;
--long) pack_days=100000 && long=yes ;;
--sanitize) sanitize=yes ;;
*) printf 'usage: test.sh [--quick | --long | --sanitize]\n' >&2 && exit 2 ;;
esac

logs=$(pwd)/.build/logs
summary=$logs/summary
started=$(date +%s)
stage_started=$started
mkdir -p "$logs"
printf '%-34s %7s %9s\n' stage tests seconds >"$summary"

say() { printf '\n== %s\n' "$*"; }

finish() { # stage, tests
  now=$(date +%s)
  printf '%-34s %7s %9s\n' "$1" "$2" "$((now - stage_started))" >>"$summary"
  stage_started=$now
}

fail() {
  printf '\ntest.sh: %s\n' "$*" >&2
  exit 1
}

# Runs a command with its output in a log; shows what went wrong, and the last line of each run.
logged() { # name, command…
  log=$logs/$1
  shift
  if "$@" >"$log" 2>&1 </dev/null; then
    # The linker's word on a function of Foundation's own is nothing to look at.
    grep -E 'Test run with|warning: ' "$log" | grep -v 'use of .mktemp. is dangerous' || true
  else
    code=$?
    grep -E '✘|↳|error:|Fatal|💣' "$log" | head -n 200 || true
    tail -n 25 "$log"
    fail "\`$*\` ended with $code; all of it is in $log"
  fi
}

# How many tests a log says have passed; none is a failure.
tests_in() { # name
  count=$(sed -n 's/.*Test run with \([0-9]*\) tests\{0,1\} .*passed.*/\1/p' "$logs/$1" |
    awk '{ n += $1 } END { print n + 0 }')
  [ "$count" -gt 0 ] || fail "$1 ran no test; see $logs/$1"
  printf '%s\n' "$count"
}

say 'what this needs'
command -v swift >/dev/null || fail 'there is no swift; install Swift 6.3 or later (swift.org)'
"$here/install-missing.sh" build-essential git iproute2 kmod libgpiod-dev gpiod libmodbus-dev \
  librsvg2-bin mbpoll perl procps psmisc python3-pip python3-venv shellcheck util-linux
python=$(pwd)/.build/python
if ! "$python/bin/python3" -c 'import pymodbus, scipy, serial' 2>/dev/null; then
  python3 -m venv --clear "$python"
  "$python/bin/python3" -m pip install --quiet --disable-pip-version-check \
    'pymodbus==3.16.1' 'pyserial==3.5' 'scipy==1.17.1'
fi
WARMGATE_PYTHON=$python/bin/python3
export WARMGATE_PYTHON
finish 'set-up' -

say 'lint'
swift format lint --strict -r Sources Tests Package.swift
shellcheck hw/*.sh hw/gpio-sim/*.sh config/pictures/*.sh .ci/run
finish 'lint' -

if [ "$sanitize" = yes ]; then
  sanitized=0
  for kind in address thread; do
    say "tests with the $kind sanitizer"
    logged "sanitize-$kind" "$here/sanitize.sh" "$kind"
    count=$(tests_in "sanitize-$kind")
    finish "$kind sanitizer" "$count"
    sanitized=$((sanitized + count))
  done
  cat "$summary"
  printf '%s passed, 0 failed\n' "$sanitized"
  exit 0
fi

say 'overlay, unit, udev rules, drawings'
logged files "$here/test-files.sh"
grep '^test-files.sh: ' "$logs/files"
finish 'files in hw/' -

say 'build, with warnings as errors'
logged build swift build --build-tests --explicit-target-dependency-import-check error
bundle=$(swift build --show-bin-path)/warmgatePackageTests.xctest
[ -x "$bundle" ] || fail "the build left no $bundle"
finish 'build' -

say 'tests'
logged tests swift test --skip-build --skip GPIOSimTests
tests=$(tests_in tests)
finish 'tests' "$tests"

say 'release build, as it is installed'
# As hw/commissioning.md says. It starts in half the time, too.
installed=$(pwd)/.build/installed
logged release swift build -c release --static-swift-stdlib --product warmgate \
  --scratch-path "$installed"
logged worlds-build swift build -c release --static-swift-stdlib --product warmgate-worlds \
  --scratch-path "$installed"
release=$(swift build -c release --scratch-path "$installed" --show-bin-path)
# The tests look for the program beside themselves.
mkdir -p "$installed/beside"
cp "$bundle" "$release/warmgate" "$installed/beside/"
beside=$installed/beside/${bundle##*/}
finish 'release build' -

say 'tests on a simulated GPIO chip'
# The bundle itself: its machine has this folder read-only, and swift test wants to write.
# Always in the user-mode kernel: these tests set the clock and use the memory up. And ahead of
# whatever else runs here, where that may be: their sampler must look 1000 times a second. In turn
# among themselves, or on one core a test's busy thread would keep its own kernel waiting for good.
ahead=
chrt -r 1 true 2>/dev/null && ahead='chrt -r 1'
# shellcheck disable=SC2086  # $ahead is some words or none
logged gpio-sim $ahead "$here/gpio-sim/run.sh" --user-mode --limit 2400 \
  "$beside" --testing-library swift-testing --filter GPIOSimTests
sim=$(tests_in gpio-sim)
grep -E '^(kills|killed|sampler)' "$logs/gpio-sim" | tail -n 3
finish 'gpio-sim' "$sim"
if [ "$long" = yes ]; then
  say '10,000 kills at random instants'
  # shellcheck disable=SC2086
  logged kills env WARMGATE_KILLS=10000 $ahead "$here/gpio-sim/run.sh" --user-mode --limit 14400 \
    "$beside" --testing-library swift-testing --filter KillTests
  grep -E '^(kills|killed|sampler)' "$logs/kills"
  finish '10,000 kills' "$(tests_in kills)"
fi

say 'a watchdog of a machine'
logged watchdog "$here/gpio-sim/watchdog.sh" "$(swift build --show-bin-path)/warmgate"
grep '^a program that' "$logs/watchdog"
finish 'watchdog' "$(grep -c '^a program that' "$logs/watchdog")"

say "worlds: $pack_days pack-days in which everything breaks"
logged worlds "$release/warmgate-worlds" --days "$pack_days"
grep -E '^(worlds|pack-days|faults injected|no rule)' "$logs/worlds"
grep -q "^pack-days: $pack_days," "$logs/worlds" || fail "not all were lived; see $logs/worlds"
finish 'worlds' "$pack_days d"
if [ "$long" = yes ]; then
  say 'every state that the controller can come to'
  logged states "$release/warmgate-worlds" --explore
  cat "$logs/states"
  finish 'every state' "$(sed -n 's/^states: \([0-9]*\).*/\1/p' "$logs/states")"
fi

say 'the pictures in config/'
drawn=$(pwd)/.build/pictures
rm -rf "$drawn"
mkdir "$drawn"
logged pictures config/pictures/draw.sh "$release/warmgate" "$drawn"
for picture in config/pictures/*.svg; do
  cmp "$picture" "$drawn/${picture##*/}" ||
    fail "$picture is not what config/pictures/draw.sh draws; look at $drawn and take it"
  xmllint --noout "$picture"
done
finish 'pictures' "$(find "$drawn" -name '*.svg' | wc -l)"

mutation=0
lines2=0
sim2=0
if [ "$quick" = no ]; then
  say 'mutants of the core: a test must fail with each'
  # A package of its own, which builds a Swift parser.
  mutants() { # what to do, more
    what=$1
    shift
    swift "$what" --package-path Tests/Mutation --scratch-path .build/mutation "$@"
  }
  logged mutants-build mutants build --build-tests
  logged mutants-tests mutants test --skip-build
  mutation=$(tests_in mutants-tests)
  set --
  [ "$long" = yes ] || set -- --sample 0
  logged mutants "$(mutants build --show-bin-path)/warmgate-mutants" "$@"
  grep -E '^(mutants:|besides|built in)' "$logs/mutants"
  finish 'mutants' "$(sed -n 's/^mutants: \([0-9]*\).*/\1/p' "$logs/mutants")"

  say 'the same against libgpiod 2.x'
  logged libgpiod2-build "$here/libgpiod2.sh"
  bundle2=$(swift build --scratch-path .build-gpiod2 --show-bin-path)/warmgatePackageTests.xctest
  finish 'libgpiod 2.x, build' -
  logged libgpiod2-lines "$bundle2" --testing-library swift-testing --filter GPIOLinesTests
  lines2=$(tests_in libgpiod2-lines)
  finish 'libgpiod 2.x, lines' "$lines2"
  # What calls the library: requests, leases, signals, safe, and the controller from bytes to lines.
  # What can happen to a process is the same with both, and is done to it above; with --long here too.
  skipped='(AliveTests|DoctorTests|KillTests|LatchTests|ProcessFaultTests|SinkTests|WatchdogTests)'
  [ "$long" = no ] || skipped='^$'
  # shellcheck disable=SC2086
  logged libgpiod2-gpio-sim $ahead "$here/gpio-sim/run.sh" --user-mode --limit 2400 \
    "$bundle2" --testing-library swift-testing --filter GPIOSimTests \
    --skip "GPIOSimTests/$skipped"
  sim2=$(tests_in libgpiod2-gpio-sim)
  finish 'libgpiod 2.x, gpio-sim' "$sim2"
fi

say "done in $(($(date +%s) - started)) s"
cat "$summary"
printf '%s passed, 0 failed\n' "$((tests + sim + mutation + lines2 + sim2))"
