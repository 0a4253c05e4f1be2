#!/bin/bash
# relationships FOLDER: ties at scale (BENCH_PEOPLE, BENCH_TOUCHES; small unless given), on SQLite and PostgreSQL, and
# whether strength tells who goes on talking, beside counts, recency and reciprocity, on message histories in the folder
# `shared` (KITH_SHARED) when it is there. The cut-off lies behind 70 of 100 messages.
. "$(dirname "$0")/measure.bash"
people=${BENCH_PEOPLE:-20000} touches=${BENCH_TOUCHES:-400000}
here=$(dirname "$0")

scale() { # scale NAME ARGS...
  local name=$1; shift
  kith bench ties --people "$people" --touches "$touches" "$@" > "$FOLDER/out"
  local what
  while read -r what value unit; do
    figure "relationship_${name}_$what" "$value" "$unit"
  done < "$FOLDER/out"
}

going_on() { # going_on NAME FILE
  kith bench going-on --messages "$2" > "$FOLDER/out"
  local all rival
  figure "relationship_$1_pairs" "$(value pairs < "$FOLDER/out")" pairs two_way "$(value two_way < "$FOLDER/out")" pairs
  for set in auc auc2; do
    all=$(value ${set}_strength < "$FOLDER/out")
    for rival in count recency reciprocity; do
      figure "relationship_$1_${set}_$rival" "$all" auc "$rival" "$(value ${set}_$rival < "$FOLDER/out")" auc
    done
  done
}

echo "people $people, touches $touches"
scale sqlite --data "$FOLDER/house"
[ -z "${KITH_TEST_PG:-}" ] || scale postgres --data "$FOLDER/empty" --database "$(new_database)"

data=${KITH_SHARED:+$KITH_SHARED/data/rolodex}
if [ -z "$data" ] || [ ! -d "$data" ]; then
  echo "going on: skipped, because KITH_SHARED names no folder with message histories"
  exit 0
fi
going_on collegemsg "$data/net-collegemsg/messages.csv"
python3 "$here/replies.py" "$data"/mailing-list/r-devel/* > "$FOLDER/replies.csv"
going_on mailing_list "$FOLDER/replies.csv"
