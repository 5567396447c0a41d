#!/bin/sh
# Shows what `warmgate run` does to a machine's watchdog: feeds it for as long as it works, stops it
# at an orderly end, and has the machine reset when it hangs.
#
#   watchdog.sh WARMGATE    the built program; takes about a minute
#
# Always in the user-mode kernel, which has a watchdog of its own: never with this machine's.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

inside() { # what to show, the program
  folder=$(mktemp -d)
  cat >"$folder/pack.yaml" <<END
buses: { none: { device: /dev/ttyNone, protocol: jk-modbus } }
packs:
  - name: shed
    bus: none
    board: B2A8S20P
    chemistry: lfp
    strings: 8
    outputs: { charge: { line: CHARGE } }
state_file: $folder/state.json
control_socket: $folder/control.sock
watchdog: /dev/watchdog
END
  "$2" run --config "$folder/pack.yaml" 2>"$folder/log" &
  program=$!
  tries=0
  while ! grep -q started "$folder/log"; do
    tries=$((tries + 1))
    [ "$tries" -le 20 ] || { cat "$folder/log" && exit 1; }
    sleep 1
  done
  case $1 in
  # Each longer than the watchdog's time, which is 10 s.
  works) sleep 12 && kill -0 "$program" && printf 'fed\n' ;;
  ends) kill -TERM "$program" && wait "$program" && sleep 12 && printf 'stopped\n' ;;
  hangs) kill -STOP "$program" && sleep 30 && printf 'still here\n' ;;
  dies) kill -KILL "$program" && sleep 30 && printf 'still here\n' ;;
  esac
}

expect() { # what to show, what the machine must say
  "$here/run.sh" --user-mode --limit 90 "$here/watchdog.sh" --inside "$1" "$program" \
    >"$output" 2>&1 || true
  # The kernel's own words, before the user-mode machine goes down.
  if grep -q 'softdog: Initiating system reboot' "$output"; then
    said=reset
  else
    said=$(tail -n 1 "$output")
  fi
  [ "$said" = "$2" ] || {
    cat "$output" >&2
    printf 'watchdog.sh: a program that %s: the machine says "%s", not "%s"\n' "$1" "$said" "$2" >&2
    exit 1
  }
  printf 'a program that %s: %s\n' "$1" "$2"
}

case ${1-} in
--inside) inside "$2" "$3" ;;
'' | -*) printf 'usage: watchdog.sh WARMGATE\n' >&2 && exit 2 ;;
*)
  program=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
  output=$(mktemp "${TMPDIR:-/tmp}/warmgate-watchdog.XXXXXX")
  trap 'rm -f "$output"' EXIT
  expect works fed
  expect ends stopped
  expect hangs reset
  expect dies reset
  ;;
esac
