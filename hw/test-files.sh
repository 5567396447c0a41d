#!/bin/sh
# Checks the files beside it that no compiler sees: the device-tree overlay, the systemd unit, the
# udev rules, the drawings and the documents. Then it breaks a copy of each in every way that the
# checks are meant to find, and fails unless they find it.
#
#   test-files.sh           installs the Debian packages that it needs (test.sh calls it)
#
# The udev rules are read by udevadm; where that has no `verify` (before systemd 254) root is needed,
# since `udevadm test` reads the system's folders only.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
config=$here/../config/b2a8s20p-8s-lfp.yaml
most_exposed=20 # tenths; systemd-analyze security gives 0.0 (best) to 10.0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/warmgate-files.XXXXXX")
parsed=
# shellcheck disable=SC2317  # called by the trap
clean_up() {
  rm -rf "$scratch"
  [ -z "$parsed" ] || as_root rm -f "$parsed"
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

wrong() {
  printf 'test-files.sh: %s\n' "$*"
  return 1
}

# The names that the configuration gives its lines, sorted.
config_lines() { sed -n 's/.*{ *line: *\([A-Z0-9_]*\).*/\1/p' "$config" | sort; }

check_overlay() { # file
  blob=$scratch/overlay.dtbo
  said=$(dtc -@ -I dts -O dtb -o "$blob" "$1" 2>&1) || wrong "$1: dtc: $said" || return 1
  [ -z "$said" ] || wrong "$1: dtc: $said" || return 1
  # What the overlay leaves to the board's own device tree.
  [ "$(fdtget -p "$blob" /__fixups__)" = gpio ] ||
    wrong "$1 refers to more than gpio: $(fdtget -p "$blob" /__fixups__)" || return 1
  node=/fragment@0/__overlay__
  names=$(fdtget "$blob" $node gpio-line-names)
  pins=$(fdtget "$blob" $node/warmgate_lines brcm,pins)
  count=$(printf '%s\n' "$pins" | wc -w)
  # The names of the lines that it pulls, sorted: those of the configuration, all and no other.
  ours=$(for pin in $pins; do
    printf '%s\n' "$names" | cut -d ' ' -f "$((pin + 1))"
  done | sort)
  [ "$ours" = "$(config_lines)" ] ||
    wrong "$1 names $ours; $config names $(config_lines)" || return 1
  for word in 'brcm,function 0' 'brcm,pull 1'; do
    values=$(fdtget "$blob" $node/warmgate_lines "${word% *}")
    expected=$(for pin in $pins; do printf '%s\n' "${word#* }"; done | tr '\n' ' ')
    [ "$values " = "$expected" ] ||
      wrong "$1: ${word% *} is $values; expected ${word#* } for each of $count lines" || return 1
  done
}

check_unit() { # file
  unit=$scratch/warmgate.service
  sed 's#/usr/local/bin/warmgate#/bin/true#' "$1" >"$unit" # it is not installed here
  said=$(systemd-analyze verify "$unit" 2>&1) || wrong "$1: verify: $said" || return 1
  [ -z "$said" ] || wrong "$1: verify: $said" || return 1
  said=$(systemd-analyze security --offline=true --threshold="$most_exposed" "$unit") ||
    wrong "$1: $(printf '%s\n' "$said" | tail -n 1); at most 2.0 is allowed" || return 1
  printf '%s\n' "$said" | sed -n 's/.*exposure level for /systemd-analyze security: /p'
  # What systemd-analyze does not know of: the promises of the safety case (S6) and of the lines.
  for line in Type=notify Restart=always KillMode=mixed DevicePolicy=closed \
    User=warmgate ProtectSystem=strict CapabilityBoundingSet= \
    PrivateDevices=no Environment=SWIFT_BACKTRACE=enable=no \
    StateDirectoryMode=0700 RuntimeDirectoryMode=0700 'DeviceAllow=char-gpiochip rw' \
    'ExecStopPost=/usr/local/bin/warmgate safe --config /etc/warmgate/warmgate.yaml'; do
    grep -Fqx "$line" "$1" || wrong "$1 has no $line" || return 1
  done
  grep -Eq '^WatchdogSec=[1-9]' "$1" || wrong "$1 has no WatchdogSec" || return 1
}

check_rules() { # file
  if udevadm verify --help >/dev/null 2>&1; then
    said=$(udevadm verify --resolve-names=late "$1" 2>&1) || wrong "$1: $said" || return 1
    return 0
  fi
  as_root mkdir -p /run/udev/rules.d
  parsed=/run/udev/rules.d/99-warmgate-check.rules
  as_root cp "$1" "$parsed"
  said=$(as_root udevadm test /sys/class/mem/null 2>&1) || wrong "udevadm: $said" || return 1
  as_root rm -f "$parsed"
  printf '%s\n' "$said" | grep -q "Reading rules file: $parsed" ||
    wrong "udevadm did not read $1" || return 1
  # The group gpio is made when Warmgate is installed.
  complaints=$(printf '%s\n' "$said" | grep "$parsed:" | grep -v "Unknown group 'gpio'" || true)
  [ -z "$complaints" ] || wrong "$1: $complaints" || return 1
  [ "$(grep -Ec '^[A-Z]' "$1")" -ge 5 ] || wrong "$1 has hardly any rule" || return 1
}

check_drawing() { # file
  said=$(xmllint --noout "$1" 2>&1) || wrong "$1: $said" || return 1
  rsvg-convert -o "$scratch/drawing.png" "$1" || wrong "$1 cannot be drawn" || return 1
  width=$(sed -n 's/.*viewBox="0 0 \([0-9]*\) [0-9]*".*/\1/p' "$1" | head -n 1)
  [ "${width:-9999}" -le 900 ] || wrong "$1 is ${width:-?} wide; at most 900" || return 1
  for element in title desc text; do
    grep -q "<${element}[ >]" "$1" || wrong "$1 has no <$element>" || return 1
  done
  if grep -Eq '<image|href=|@import|<script' "$1"; then wrong "$1 is not whole by itself"; fi
}

# Every file that a document links to is there, seen from its folder.
check_links() { # file, folder
  grep -Eo '\]\([^)#: ]+[)#]' "$1" | sed 's/^](//;s/.$//' >"$scratch/links"
  while read -r link; do
    [ -e "$2/$link" ] || wrong "$1 links to $link, which is not there" || return 1
  done <"$scratch/links"
}

# A copy of a file, changed by sed, has to be found wrong.
planted=0
plant() { # check, file, sed script
  copy=$scratch/$(basename -- "$2")
  sed "$3" "$2" >"$copy"
  ! cmp -s "$2" "$copy" || wrong "planting $3 changed nothing in $2"
  if said=$("$1" "$copy" "$(dirname -- "$2")" 2>&1); then wrong "$1 does not find $3 in $2"; fi
  planted=$((planted + 1))
}

"$here/install-missing.sh" device-tree-compiler librsvg2-bin libxml2-utils procps systemd udev
checked=0
check_overlay "$here/warmgate-overlay.dts"
check_unit "$here/warmgate.service"
check_rules "$here/70-warmgate.rules"
for file in "$here"/drawings/*.svg; do
  check_drawing "$file"
  checked=$((checked + 1))
done
for file in "$here"/*.md "$here"/../README.md "$here"/../CHANGELOG.md; do
  check_links "$file" "$(dirname -- "$file")"
  checked=$((checked + 1))
done

plant check_overlay "$here/warmgate-overlay.dts" 's/"CHG_DET"/"CHG_DTE"/'
plant check_overlay "$here/warmgate-overlay.dts" 's/<1 1 1 1 1>/<1 1 1 2 1>/'
plant check_overlay "$here/warmgate-overlay.dts" 's/<0 0 0 0 0>/<0 0 0 0 1>/'
plant check_overlay "$here/warmgate-overlay.dts" 's/<17 22 23 24 27>/<17 22 23 24 26>/'
plant check_overlay "$here/warmgate-overlay.dts" 's/"GPIO18", //'
plant check_overlay "$here/warmgate-overlay.dts" 's/&warmgate_lines/\&warmgate_line/'
plant check_unit "$here/warmgate.service" 's/^RestartSec=.*/RestartSec=soon/'
plant check_unit "$here/warmgate.service" 's/^WatchdogSec=.*//'
plant check_unit "$here/warmgate.service" 's/^ExecStopPost=.*//'
plant check_unit "$here/warmgate.service" 's/^\(Protect\|Private\|Restrict\|User\).*//'
plant check_unit "$here/warmgate.service" 's/^ProtectSystem=.*/ProtectSystem=full/'
plant check_unit "$here/warmgate.service" 's/^CapabilityBoundingSet=$//'
plant check_rules "$here/70-warmgate.rules" 's/GROUP="gpio"/GROUP=="gpio"/'
plant check_rules "$here/70-warmgate.rules" 's/ATTR{latency_timer}=/ATTR{latency_timer=/'
plant check_drawing "$here/drawings/overview.svg" 's#</svg>##'
plant check_drawing "$here/drawings/overview.svg" 's#viewBox="0 0 [0-9]*#viewBox="0 0 1200#'
plant check_drawing "$here/drawings/overview.svg" 's#<text#<tekst#;s#</text#</tekst#'
plant check_links "$here/../README.md" 's#](hw/#](hww/#'
printf 'test-files.sh: 1 overlay, 1 unit, 1 rules file, %d drawings and documents: all right\n' \
  "$checked"
printf 'test-files.sh: %d planted faults, each found\n' "$planted"
