#!/bin/sh
# Builds the user-mode kernel that has gpio-sim and prints the path of its executable.
#
# The kernel comes from Debian's linux-source-6.1 with kernel.config laid over its smallest
# configuration. It is kept under ${XDG_CACHE_HOME:-$HOME/.cache}/warmgate, named by the content of
# kernel.config and by the source package's version, so that a second run builds nothing.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
source_package=linux-source-6.1
archive=/usr/src/$source_package.tar.xz

say() { printf 'gpio-sim: %s\n' "$*" >&2; }

"$here/../install-missing.sh" "$source_package" build-essential flex bison bc xz-utils
version=$(dpkg-query -W -f '${Version}' "$source_package")
hash=$({ cat "$here/kernel.config"; printf '%s' "$version"; } | sha256sum | cut -c 1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/warmgate
kernel=$cache/linux-gpio-sim-$hash

mkdir -p "$cache"
# One build at a time: a second caller waits for the first and then finds its result.
exec 9>"$cache/build.lock"
flock 9
if [ -x "$kernel" ]; then
  printf '%s\n' "$kernel"
  exit 0
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/warmgate-kernel.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
say "building the user-mode kernel ($source_package $version); about three minutes, once"
log=$work/log
{
  tar -xf "$archive" -C "$work" &&
    cd "$work/$source_package" &&
    make ARCH=um tinyconfig &&
    ARCH=um scripts/kconfig/merge_config.sh -m .config "$here/kernel.config" &&
    make ARCH=um olddefconfig &&
    make ARCH=um -j"$(nproc)" linux
} >"$log" 2>&1 9>&- || {
  tail -n 40 "$log" >&2
  say "the kernel did not build; the last lines of the log are above"
  exit 1
}
strip -o "$work/linux" "$work/$source_package/linux"
mv "$work/linux" "$kernel.new"
mv "$kernel.new" "$kernel"
printf '%s\n' "$kernel"
