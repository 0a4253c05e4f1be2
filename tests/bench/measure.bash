# measure.bash: what the scripts of this folder share; sourced, never run. FOLDER: the script's own folder.
set -euo pipefail
FOLDER=${1:?usage: $0 FOLDER}
: "${KITH_BIN:?set by tools/bench}"
[[ $KITH_BIN == /* ]] || KITH_BIN=$PWD/$KITH_BIN

kith() { # the program, quiet unless it fails
  "$KITH_BIN" "$@" 2> "$FOLDER/kith.log" || { tail -n 5 "$FOLDER/kith.log" >&2; return 1; }
}

value() { # value NAME < lines `NAME VALUE UNIT`
  awk -v name="$1" '$1 == name { print $2; found = 1 } END { exit !found }'
}

median() { # the middle one of some numbers
  printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

figure() { # figure NAME VALUE UNIT [RIVAL VALUE UNIT]: one line that tools/bench collects
  if [ $# -gt 3 ]; then
    awk -v n="$1" -v v="$2" -v u="$3" -v r="$4" -v w="$5" -v x="$6" \
      'BEGIN { printf "bench %s: %.6g %s, %s %.6g %s, ratio %.3g\n", n, v, u, r, w, x, w ? v / w : 0 }'
  else
    awk -v n="$1" -v v="$2" -v u="$3" 'BEGIN { printf "bench %s: %.6g %s\n", n, v, u }'
  fi
}

new_database() { # an empty one on the server of KITH_TEST_PG; prints its url
  local name=bench_$RANDOM$RANDOM
  psql -qX "$KITH_TEST_PG" -c "create database $name" >&2
  echo "${KITH_TEST_PG%/*}/$name"
}
