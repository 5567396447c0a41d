#!/bin/sh
# Runs the bench, after it has installed and built what that needs: an emulated board, a cold pack
# with its pad, and the real reader, decisions and loop around them.
#
#   bench.sh [--gpio-sim] [OPTIONS OF warmgate bench]
#   bench.sh --help
#
# With --gpio-sim the outputs are lines of a simulated GPIO chip: on this machine's own kernel where
# it has one and this is root, otherwise in a user-mode kernel, which is built once. Without it they
# are such lines only where the chip is there already, and lines in memory otherwise.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
package=$(dirname -- "$here")
sim=no
if [ "${1-}" = --gpio-sim ]; then
  sim=yes
  shift
fi

command -v swift >/dev/null || {
  printf 'bench.sh: there is no swift; install Swift 6.3 or later (swift.org)\n' >&2
  exit 1
}
"$here/install-missing.sh" build-essential git libgpiod-dev libmodbus-dev
# Release: the debug build is too slow for several hundred times real time.
(cd "$package" && swift build -c release --product warmgate >&2)
warmgate=$package/.build/release/warmgate
cd "$package"
if [ "$sim" = yes ]; then
  # In the user-mode kernel output is a terminal always.
  [ -t 1 ] || set -- --plain "$@"
  exec "$here/gpio-sim/run.sh" --limit 86400 "$warmgate" bench "$@"
fi
exec "$warmgate" bench "$@"
