#!/bin/bash
# read FOLDER: pages of the inbox (50 rows, two filters) and searches on BENCH_POSTS posts while posts come in at 200 a second
# and flat out, on SQLite and PostgreSQL. The seeded databases are kept in BENCH_DATA when it is given and used again:
# $BENCH_DATA/sqlite and the database kith_bench of the server of BENCH_PG.
. "$(dirname "$0")/measure.bash"
posts=${BENCH_POSTS:-3000000} seconds=${BENCH_SECONDS:-30} data=${BENCH_DATA:-$FOLDER}

aim() { # aim NAME AIM: a time of the last measure against what it should stay under
  local got
  got=$(value "$1" < "$FOLDER/out") || return 0
  figure "${1/#/$kind$pace}" "$got" ms "${3:-aim}" "$2" ms
}

plain() {
  local got
  got=$(value "$1" < "$FOLDER/out") || return 0
  figure "$kind$pace$1" "$got" "$2"
}

report() {
  plain page_p50 ms; plain page_p95 ms; aim page_p99 10; plain page_cpu_p99 ms
  plain search_p50 ms; aim search_p95 100; plain search_p99 ms
  plain search_all_time_p50 ms; plain search_all_time_p95 ms; plain search_all_time_p99 ms
  plain stored posts/s
  grep -E '^page_[a-z]+_[a-z]+_' "$FOLDER/out" | sed 's/^/  /'
}

measure() {
  for rate in 200 0; do
    if [ $rate = 0 ]; then pace=_flat_out_; else pace=_; fi
    kith bench read "$@" --seconds "$seconds" --rate $rate > "$FOLDER/out"
    report
  done
}

kind=sqlite
kith bench seed --data "$data/sqlite" --posts "$posts" > "$FOLDER/out"
pace=_ && plain seconds s
measure --data "$data/sqlite"

kind=postgres
if [ -n "${BENCH_PG:-}" ]; then
  url=${BENCH_PG%/*}/kith_bench
  psql -qAtX "$BENCH_PG" -c "select 1 from pg_database where datname = 'kith_bench'" | grep -q 1 ||
    psql -qX "$BENCH_PG" -c "create database kith_bench"
else
  url=$(new_database)
fi
kith bench seed --data "$data/empty" --database "$url" --posts "$posts" > "$FOLDER/out"
pace=_ && plain seconds s
measure --data "$data/empty" --database "$url"
