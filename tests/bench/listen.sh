#!/bin/bash
# listen FOLDER: posts a second that one core holds against 1,000, 10,000 and 100,000 listening queries (kith bench listen), on the
# workload of the generator beside the project, made from a vocabulary of posts. Beside each: the limit, which is the same posts
# cut into words and hashed and nothing else, and ready-made full-text search (listen_rivals.py), all in the same run. The first
# posts are held against all queries by the book, too: the measure fails where that says something else; SQLite must find as
# many hits. BENCH_GENERATOR, BENCH_VOCABULARY; BENCH_FULL=1: growth up to a million queries as well.
. "$(dirname "$0")/measure.bash"
generator=${BENCH_GENERATOR:-../shared/bench/percolate_gen.py} vocabulary=${BENCH_VOCABULARY:-../shared/data/posts/vocab.txt}
for file in "$generator" "$vocabulary"; do
  [ -f "$file" ] || { echo "listen: skipped, $file is not here"; exit 0; }
done
python3 "$generator" --vocab "$vocabulary" --out "$FOLDER" > /dev/null
out=$FOLDER/out rivals=$FOLDER/rivals

of() { value "$1" < "$out"; }
for size in 1 10 100; do
  kith bench listen "$FOLDER" --queries ${size}000 --check $((1000 / size)) > "$out"
  figure "listen_${size}k" "$(of listen_rate)" posts/s limit "$(of listen_limit)" posts/s
  figure "listen_${size}k_p999" "$(of listen_p999)" us
  figure "listen_${size}k_memory" "$(of listen_memory)" bytes/query aim 128 bytes/query
  figure "listen_${size}k_edit" "$(of listen_edit)" us aim 10 us
  figure "listen_${size}k_edit_p99" "$(of listen_edit_p99)" us
  figure "listen_${size}k_two_cores" "$(of listen_two_cores)" times one 1 times
  echo "listen: $size,000 queries: $(of listen_hits) hits, checksum $(of listen_checksum), $(of listen_checked) posts by the book, $(of listen_wrong) wrong"
  python3 "$(dirname "$0")/listen_rivals.py" "$FOLDER" ${size}000 > "$rivals"
  figure "listen_${size}k_fts5" "$(of listen_rate)" posts/s sqlite "$(value fts5_rate < "$rivals")" posts/s
  if value tsquery_rate < "$rivals" > /dev/null; then
    figure "listen_${size}k_tsquery" "$(of listen_rate)" posts/s postgresql "$(value tsquery_rate < "$rivals")" posts/s
  fi
  if ! awk "BEGIN { exit $(value fts5_posts < "$rivals") == 200000 && $(value fts5_hits < "$rivals") != $(of listen_hits) }"; then
    echo "listen: SQLite finds $(value fts5_hits < "$rivals") hits" >&2
    exit 1
  fi
done
figure listen_100k_build "$(of listen_build)" ms aim 200 ms

[ -n "${BENCH_FULL:-}" ] || exit 0
python3 "$generator" --vocab "$vocabulary" --queries 1000000 --out "$FOLDER" > /dev/null
for size in 1000 3000 10000 30000 100000 300000 1000000; do
  kith bench listen "$FOLDER" --queries $size --posts 50000 --check 0 > "$out"
  figure "listen_growth_$size" "$(of listen_rate)" posts/s limit "$(of listen_limit)" posts/s
done
