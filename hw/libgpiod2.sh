#!/bin/sh
# Builds libgpiod 2.x from source into .build/libgpiod2, builds the package against it into
# .build-gpiod2, and prints nothing else on stdout. Debian 12 has libgpiod 1.6 only; Debian 13 has 2.x.
#
#   libgpiod2.sh               the library, and all targets and tests against it
#   libgpiod2.sh --library     the library only
#
# The source archive of the Python package gpiod holds libgpiod's C sources and its header.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
package=$(dirname -- "$here")
version=2.5.0
target=$package/.build/libgpiod2

case ${1-} in
'' | --library) ;;
*) printf 'usage: libgpiod2.sh [--library]\n' >&2 && exit 2 ;;
esac

if [ "$(cat "$target/version" 2>/dev/null)" != "$version" ]; then
  "$here/install-missing.sh" build-essential python3-pip >&2
  rm -rf "$target"
  mkdir -p "$target/source" "$target/include" "$target/lib"
  (
    cd "$target/source"
    python3 -m pip download --quiet --no-binary gpiod --no-deps "gpiod==$version" >&2
    tar -xzf "gpiod-$version.tar.gz" --strip-components 1
    # The package's version and the library's own differ.
    library_version=$(cat libgpiod-version.txt)
    cc -O2 -fPIC -shared -D_GNU_SOURCE "-DGPIOD_API_VERSION_STR=\"$library_version\"" -Iinclude \
      -Ilib -Wl,-soname,libgpiod.so.3 -o "$target/lib/libgpiod.so.3" lib/*.c
  )
  ln -s libgpiod.so.3 "$target/lib/libgpiod.so"
  cp "$target/source/include/gpiod.h" "$target/include/"
  printf '%s\n' "$version" >"$target/version"
fi
[ "${1-}" != --library ] || exit 0

cd "$package"
swift build --build-tests --scratch-path .build-gpiod2 -Xcc -I"$target/include" \
  -Xlinker -L"$target/lib" -Xlinker -rpath -Xlinker "$target/lib" >&2
