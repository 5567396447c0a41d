#!/bin/sh
# Draws the pictures beside it again, with the commands that ../README.md shows.
#
#   draw.sh WARMGATE [FOLDER]   the program, and where to draw; beside this script unless given
set -eu

[ $# -gt 0 ] || {
  printf 'usage: draw.sh WARMGATE [FOLDER]\n' >&2
  exit 2
}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here/../.."
warmgate=$1
to=${2-config/pictures}
config=config/bd6a17s6p-16s-lfp.yaml
weather=config/weather/chicago-ohare.csv

"$warmgate" size --config "$config" --weather "$weather" --plot "$to/size.svg"
"$warmgate" simulate --config "$config" --weather "$weather" --plot "$to/winter.svg"
"$warmgate" simulate --config "$config" --weather "$weather" --from 01-24 --days 7 \
  --plot "$to/cold-week.svg"
"$warmgate" tune --config "$config" --weather "$weather" \
  --sweep "heater.resistance=21,24,27,30 ohm" --sweep "heater.stop=5:13:2 °C" \
  --plot "$to/tune.svg"
