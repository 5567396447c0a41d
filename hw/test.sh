#!/bin/sh
# Runs every test, on a simulated GPIO chip too, after it has installed what that needs.
#
#   test.sh                 everything
#   test.sh --quick         without the planted faults and without libgpiod 2.x
#
# Needs Debian 12, Swift 6.3 or later, and root or sudo for what is missing. A stage that ran no
# test has failed. The logs are in .build/logs.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here/.."
quick=no
case ${1-} in
'') ;;
--quick) quick=yes ;;
*) printf 'usage: test.sh [--quick]\n' >&2 && exit 2 ;;
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
    grep -E 'Test run with|warning: ' "$log" || true
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
  mbpoll perl procps psmisc python3-pip python3-venv shellcheck util-linux
python=$(pwd)/.build/python
if ! "$python/bin/python3" -c 'import pymodbus, serial' 2>/dev/null; then
  python3 -m venv --clear "$python"
  "$python/bin/python3" -m pip install --quiet --disable-pip-version-check \
    'pymodbus==3.16.1' 'pyserial==3.5'
fi
WARMGATE_PYTHON=$python/bin/python3
export WARMGATE_PYTHON
finish 'set-up' -

say 'lint'
swift format lint --strict -r Sources Tests Package.swift
shellcheck hw/*.sh hw/gpio-sim/*.sh .ci/run
finish 'lint' -

say 'build, with warnings as errors'
logged build swift build --build-tests --explicit-target-dependency-import-check error
bundle=$(swift build --show-bin-path)/warmgatePackageTests.xctest
[ -x "$bundle" ] || fail "the build left no $bundle"
finish 'build' -

say 'tests'
logged tests swift test --skip-build --skip GPIOSimTests --skip PlantedFaultTests
tests=$(tests_in tests)
finish 'tests' "$tests"

say 'tests on a simulated GPIO chip'
# The bundle itself: its machine has this folder read-only, and swift test wants to write.
logged gpio-sim "$here/gpio-sim/run.sh" --limit 1200 \
  "$bundle" --testing-library swift-testing --filter GPIOSimTests
sim=$(tests_in gpio-sim)
finish 'gpio-sim' "$sim"

planted=0
lines2=0
sim2=0
if [ "$quick" = no ]; then
  say 'planted faults: each must be caught'
  logged planted-faults swift test --skip-build --filter PlantedFaultTests
  planted=$(tests_in planted-faults)
  finish 'planted faults' "$planted"

  say 'the same against libgpiod 2.x'
  logged libgpiod2-build "$here/libgpiod2.sh"
  bundle2=$(swift build --scratch-path .build-gpiod2 --show-bin-path)/warmgatePackageTests.xctest
  finish 'libgpiod 2.x, build' -
  logged libgpiod2-lines "$bundle2" --testing-library swift-testing --filter GPIOLinesTests
  lines2=$(tests_in libgpiod2-lines)
  finish 'libgpiod 2.x, lines' "$lines2"
  logged libgpiod2-gpio-sim "$here/gpio-sim/run.sh" --limit 1200 \
    "$bundle2" --testing-library swift-testing --filter GPIOSimTests
  sim2=$(tests_in libgpiod2-gpio-sim)
  finish 'libgpiod 2.x, gpio-sim' "$sim2"
fi

say "done in $(($(date +%s) - started)) s"
cat "$summary"
printf '%s passed, 0 failed\n' "$((tests + sim + planted + lines2 + sim2))"
