#!/bin/bash
# near FOLDER: posts that say nearly the same (kith bench near), on short public posts: how many with one word replaced,
# added or dropped are found, beside SimHash with 3 of 64 bits apart; how often what is told is right by the exact Jaccard
# of all words; posts a second with all comparing, on one core, against reading and hashing the words of the same posts and
# nothing else; bytes of memory a post. BENCH_POSTS: the file, one post a line. Medians of BENCH_ROUNDS.
. "$(dirname "$0")/measure.bash"
posts=${BENCH_POSTS:-../shared/data/posts/vocab.txt} rounds=${BENCH_ROUNDS:-3}
[ -f "$posts" ] || { echo "near: skipped, the posts are not in $posts"; exit 0; }

near=() words=()
for ((i = 0; i < rounds; i++)); do
  kith bench near "$posts" > "$FOLDER/out"
  near+=("$(value near_posts < "$FOLDER/out")") words+=("$(value words_posts < "$FOLDER/out")")
done
figure near_posts "$(median "${near[@]}")" posts/s words_only "$(median "${words[@]}")" posts/s
for edit in replaced added dropped; do
  figure near_recall_$edit "$(value near_$edit < "$FOLDER/out")" ratio simhash "$(value simhash_$edit < "$FOLDER/out")" ratio
done
figure near_recall_jaccard_8 "$(value near_pairs < "$FOLDER/out")" ratio
figure near_precision "$(value near_precision < "$FOLDER/out")" ratio
figure near_bytes "$(value near_bytes < "$FOLDER/out")" bytes/post
