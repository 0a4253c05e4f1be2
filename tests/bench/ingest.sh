#!/bin/bash
# ingest FOLDER: posts a second through the whole flow, pages of 500, one transaction each, against the same rows put
# into the same tables by a plain C loop of prepared inserts (raw_insert.c). By turns, medians of BENCH_ROUNDS.
. "$(dirname "$0")/measure.bash"
rounds=${BENCH_ROUNDS:-3} posts=${BENCH_INGEST:-50000}
here=$(dirname "$0")
cc -O2 -I"$(pg_config --includedir)" "$here/raw_insert.c" -o "$FOLDER/raw_insert" -lsqlite3 -lpq

sqlite_round() {
  rm -rf "$FOLDER/flow" "$FOLDER/raw"
  kith migrate --data "$FOLDER/raw" > /dev/null
  kith bench ingest --data "$FOLDER/flow" --posts "$posts" > "$FOLDER/out"
  "$FOLDER/raw_insert" "$FOLDER/flow/kith.db" "$FOLDER/raw/kith.db" 500 >> "$FOLDER/out"
}

postgres_round() { # the rows of the last SQLite round: the same posts
  local flow raw
  flow=$(new_database) raw=$(new_database)
  kith migrate --data "$FOLDER/empty" --database "$raw" > /dev/null
  kith bench ingest --data "$FOLDER/empty" --database "$flow" --posts "$posts" > "$FOLDER/out"
  "$FOLDER/raw_insert" "$FOLDER/flow/kith.db" "$raw" 500 >> "$FOLDER/out"
}

for kind in sqlite postgres; do
  flow=() raw=() flow_cpu=() raw_cpu=()
  for ((i = 0; i < rounds; i++)); do
    ${kind}_round
    flow+=("$(value ingest < "$FOLDER/out")") raw+=("$(value raw < "$FOLDER/out")")
    flow_cpu+=("$(value ingest_cpu < "$FOLDER/out")") raw_cpu+=("$(value raw_cpu < "$FOLDER/out")")
  done
  figure ingest_$kind "$(median "${flow[@]}")" posts/s raw_insert "$(median "${raw[@]}")" posts/s
  # Time of the client's processor alone: what a busy machine does not blur.
  figure ingest_${kind}_cpu "$(median "${flow_cpu[@]}")" posts/cpu-s raw_insert "$(median "${raw_cpu[@]}")" posts/cpu-s
done
