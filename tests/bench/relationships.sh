#!/bin/bash
# relationships FOLDER: ties at scale (BENCH_PEOPLE, BENCH_TOUCHES; small unless given), on SQLite and PostgreSQL, and
# whether the outlook and strength tell who goes on talking, beside counts, recency and reciprocity, on message histories
# in the folder `shared` (KITH_SHARED) when it is there; the cut-off lies behind 70 of 100 messages. And whether parts of
# strength tell ties of another kind, which people stated.
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

beside() { # beside NAME SET MEASURE RIVAL...: a figure for each rival; the first one's has the plain name
  local name=$1 set=$2 measure=$3 first=$4 rival unit=auc more=; shift 3
  [ "$set" != spearman ] || unit=rho
  for rival in "$@"; do
    [ "$rival" = "$first" ] || more=_$rival
    figure "relationship_${name}_${set}_$measure$more" "$(value "${set}_$measure" < "$FOLDER/out")" $unit \
      "$rival" "$(value "${set}_$rival" < "$FOLDER/out")" $unit
  done
}

going_on() { # going_on NAME FILE
  kith bench going-on --messages "$2" > "$FOLDER/out"
  figure "relationship_$1_pairs" "$(value pairs < "$FOLDER/out")" pairs two_way "$(value two_way < "$FOLDER/out")" pairs
  local set rival
  for set in auc auc2 auc_silent; do
    beside "$1" "$set" outlook recency count reciprocity own strength alive
    beside "$1" "$set" strength recency count reciprocity
    for rival in recency count reciprocity; do
      figure "relationship_$1_${set}_outlook_less_$rival" "$(awk -v s=$set -v r=$rival '$1 == s "_outlook" { o = $2 } $1 == s "_" r { v = $2 } END { print o - v }' \
        "$FOLDER/out")" auc standard_error "$(value "${set}_error_$rival" < "$FOLDER/out")" auc
    done
  done
}

rated() { # rated NAME: ties of one kind or week against those of another
  if ! python3 "$here/rated.py" "$1" "$data" > "$FOLDER/rated.csv" 2> "$FOLDER/rated.log"; then
    echo "rated $1: skipped, $(tail -n 1 "$FOLDER/rated.log")"
    return
  fi
  kith bench rated --ties "$FOLDER/rated.csv" > "$FOLDER/out"
  figure "relationship_rated_$1_pairs" "$(value pairs < "$FOLDER/out")" pairs close "$(value close < "$FOLDER/out")" pairs
  local set
  for set in auc spearman; do
    beside "rated_$1" "$set" parts count reciprocity dialogue structure
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
for set in $(python3 "$here/rated.py"); do
  rated "$set"
done
