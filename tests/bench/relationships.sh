#!/bin/bash
# relationships FOLDER: ties at scale on SQLite and PostgreSQL (BENCH_PEOPLE, BENCH_TOUCHES; 1 million and 20 million are what the
# aims are for, a fiftieth of it is made unless given): everything worked out for the first time and a day later, one touch,
# every list and page over HTTP. And whether the outlook and strength tell who goes on talking, beside counts, recency and
# reciprocity, on message histories in the folder `shared` (KITH_SHARED) when it is there; the cut-off lies behind 70 of 100
# messages. And whether parts of strength tell ties of another kind, which people stated.
# The made houses are kept in BENCH_DATA when it is given and used again: $BENCH_DATA/sqlite and the database kith_house of
# the server of BENCH_PG. BENCH_ANEW=1 works everything out for the first time once more.
. "$(dirname "$0")/measure.bash"
people=${BENCH_PEOPLE:-20000} touches=${BENCH_TOUCHES:-400000} data=${BENCH_DATA:-$FOLDER}
here=$(dirname "$0")
mkdir -p "$data"

aim() { # aim NAME: what a figure should stay under, in its own unit; nothing when there is no aim
  case $1 in
    first_run | run) echo 60 ;;
    touch) echo 100 ;;
    path_p99) echo 50 ;;
    list_*_p99 | person_p99) echo 20 ;;
    *_p99) echo 200 ;;
  esac
}

figures() { # figures NAME < lines `NAME VALUE UNIT`
  local what value unit most
  while read -r what value unit; do
    most=$(aim "$what")
    if [ -n "$most" ]; then
      figure "relationship_$1_$what" "$value" "$unit" aim "$most" "$unit"
    else
      figure "relationship_$1_$what" "$value" "$unit"
    fi
  done
}

scale() { # scale NAME DATA [URL]
  local name=$1 where=(--data "$2") house=(--people "$people" --touches "$touches")
  [ $# -lt 3 ] || where+=(--database "$3")
  kith bench ties "${house[@]}" "${where[@]}" --seed > "$FOLDER/out"
  figures "$name" < "$FOLDER/out"
  kith bench ties "${house[@]}" "${where[@]}" ${BENCH_ANEW:+--anew} > "$FOLDER/out"
  figures "$name" < "$FOLDER/out"
  python3 "$here/relationship_pages.py" "$name" "${@:2}" > "$FOLDER/out"
  figures "$name" < "$FOLDER/out"
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
scale sqlite "$data/sqlite"
url=
if [ -n "${BENCH_PG:-}" ]; then
  url=${BENCH_PG%/*}/kith_house
  psql -qAtX "$BENCH_PG" -c "select 1 from pg_database where datname = 'kith_house'" | grep -q 1 || psql -qX "$BENCH_PG" -c "create database kith_house"
elif [ -n "${KITH_TEST_PG:-}" ]; then
  url=$(new_database)
fi
[ -z "$url" ] || scale postgres "$data/empty" "$url"

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
