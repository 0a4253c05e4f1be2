#!/bin/bash
# people FOLDER: people found by their words among BENCH_PEOPLE people (small unless given; the promise is for a million), while
# they change, on SQLite and PostgreSQL.
. "$(dirname "$0")/measure.bash"
people=${BENCH_PEOPLE:-20000}

measure() { # measure NAME ARGS...
  local name=$1 what value unit; shift
  kith bench people --people "$people" "$@" > "$FOLDER/out"
  while read -r what value unit; do
    case $what in
      *_p99) figure "relationship_people_${what}_$name" "$value" "$unit" aim 20 ms ;;
      *) figure "relationship_people_${what}_$name" "$value" "$unit" ;;
    esac
  done < "$FOLDER/out"
}

echo "people $people"
measure sqlite --data "$FOLDER/house"
[ -z "${KITH_TEST_PG:-}" ] || measure postgres --data "$FOLDER/empty" --database "$(new_database)"
