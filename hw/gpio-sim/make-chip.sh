#!/bin/sh
# Makes the simulated GPIO chips that the tests and the bench use, or removes them:
#
#   make-chip.sh            makes them, unless they are there
#   make-chip.sh --remove   removes them
#
# Needs root, a kernel with gpio-sim, and configfs. warmgate-bench has the lines of one pack (HEATER,
# CHARGE, ALIVE, CHG_DET, HEAT_FB), spare lines, and the outputs of sixteen packs (CHARGE1, HEATER1
# to CHARGE16, HEATER16). warmgate-second has a line whose name, TWICE, the first chip has too.
set -eu

root=/sys/kernel/config
device=$root/gpio-sim/warmgate

name_line() { # bank, offset, name
  mkdir -p "$device/$1/line$2"
  printf '%s\n' "$3" >"$device/$1/line$2/name"
}

make_chips() {
  mkdir -p "$device/bank0" "$device/bank1"
  printf '40\n' >"$device/bank0/num_lines"
  printf 'warmgate-bench\n' >"$device/bank0/label"
  printf '4\n' >"$device/bank1/num_lines"
  printf 'warmgate-second\n' >"$device/bank1/label"
  offset=0
  for name in HEATER CHARGE ALIVE CHG_DET HEAT_FB TWICE SPARE_A SPARE_B; do
    name_line bank0 "$offset" "$name"
    offset=$((offset + 1))
  done
  pack=1
  while [ "$pack" -le 16 ]; do
    name_line bank0 "$offset" "CHARGE$pack"
    name_line bank0 "$((offset + 1))" "HEATER$pack"
    offset=$((offset + 2))
    pack=$((pack + 1))
  done
  name_line bank1 0 TWICE
  printf '1\n' >"$device/live"
}

remove_chips() {
  [ -d "$device" ] || return 0
  printf '0\n' >"$device/live"
  rmdir "$device"/bank*/line* "$device"/bank* "$device"
}

[ -d "$root/gpio-sim" ] || mount -t configfs none "$root" 2>/dev/null || true
[ -d "$root/gpio-sim" ] || modprobe gpio-sim 2>/dev/null || true
if [ ! -d "$root/gpio-sim" ]; then
  printf 'gpio-sim: this kernel has none; use run.sh, which brings one\n' >&2
  exit 3
fi
case ${1-} in
--remove) remove_chips ;;
'') [ "$(cat "$device/live" 2>/dev/null)" = 1 ] || make_chips ;;
*)
  printf 'usage: make-chip.sh [--remove]\n' >&2
  exit 2
  ;;
esac
