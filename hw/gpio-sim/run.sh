#!/bin/sh
# Runs a command on a machine with a simulated GPIO chip (see make-chip.sh):
#
#   run.sh [--limit SECONDS] [--scratch FOLDER] [--user-mode] COMMAND [ARGUMENT…]
#
# On this machine's own kernel where that has gpio-sim and this is root; otherwise in a user-mode
# kernel, which build-kernel.sh builds once. The command finds the present folder, environment,
# files and programs, and its output and exit code are passed on. In the user-mode kernel it writes
# to memory only, except in the scratch folder, which it finds in WARMGATE_SCRATCH.
# Exit code 124: the time limit (600 s unless given) was over. 125: the machine did not start.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
limit=600
scratch=
user_mode=no
while [ $# -gt 0 ]; do
  case $1 in
  --limit) limit=$2 && shift 2 ;;
  --scratch) scratch=$(CDPATH='' cd -- "$2" && pwd) && shift 2 ;;
  --user-mode) user_mode=yes && shift ;;
  --) shift && break ;;
  -*) printf 'gpio-sim: unknown option %s\n' "$1" >&2 && exit 2 ;;
  *) break ;;
  esac
done
[ $# -gt 0 ] || {
  printf 'usage: run.sh [--limit SECONDS] [--scratch FOLDER] [--user-mode] COMMAND…\n' >&2
  exit 2
}

quoted() { # each argument as one word of a shell command
  for word; do printf "'%s' " "$(printf '%s' "$word" | sed "s/'/'\\\\''/g")"; done
}

own_scratch=
if [ -z "$scratch" ]; then
  own_scratch=$(mktemp -d "${TMPDIR:-/tmp}/warmgate-sim.XXXXXX")
  scratch=$own_scratch
fi
# shellcheck disable=SC2317  # called by the trap
clean_up() { [ -z "$own_scratch" ] || rm -rf "$own_scratch"; }
trap clean_up EXIT
trap 'exit 130' HUP INT TERM
WARMGATE_SCRATCH=$scratch
export WARMGATE_SCRATCH

if [ "$user_mode" = no ] && [ "$(id -u)" -eq 0 ] && modprobe gpio-sim 2>/dev/null; then
  "$here/make-chip.sh"
  code=0
  timeout -k 10 "$limit" "$@" || code=$?
  "$here/make-chip.sh" --remove || true
  exit "$code"
fi

"$here/../install-missing.sh" iproute2 kmod
kernel=$("$here/build-kernel.sh")
# Inside, output is a terminal always; colours are for those who have one outside.
if [ ! -t 1 ]; then
  NO_COLOR=1
  export NO_COLOR
fi
control=$scratch/machine
mkdir -p "$control"
cp "$here/init.sh" "$here/make-chip.sh" "$control/"
{
  printf '#!/bin/sh\n'
  export -p
  printf 'HOME=/run/home TMPDIR=/run/tmp\nexport HOME TMPDIR\n'
  printf 'cd %s || exit 125\n' "$(quoted "$(pwd)")"
  printf 'exec %s\n' "$(quoted "$@")"
} >"$control/command.sh"
chmod +x "$control/command.sh"

# The kernel makes its output non-blocking, so it writes to pipes of its own, not to ours.
mkfifo "$control/out" "$control/err"
cat "$control/out" &
out=$!
sed -u '/reboot: System halted/d' "$control/err" >&2 &
err=$!
code=0
# con1 is /dev/tty1, the command's output; con0 is /dev/tty0, its errors and the kernel's.
timeout -k 10 "$limit" "$kernel" mem=1G root=none rootfstype=hostfs ro "init=$control/init.sh" \
  "WARMGATE_SCRATCH=$scratch" "uml_dir=$control" con=null con0=null,fd:2 con1=null,fd:1 quiet \
  </dev/null >"$control/out" 2>"$control/err" || code=$?
wait "$out" "$err" || true
if [ "$code" -ne 124 ] && [ "$code" -ne 137 ]; then
  code=$(cat "$control/exit-code" 2>/dev/null) || code=125
fi
[ "$code" -ne 124 ] || printf 'gpio-sim: not done within %s s\n' "$limit" >&2
[ "$code" -ne 125 ] || printf 'gpio-sim: the user-mode machine did not start\n' >&2
rm -rf "$control"
exit "$code"
