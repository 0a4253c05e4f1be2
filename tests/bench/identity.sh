#!/bin/bash
# identity FOLDER: whether two records are one, by the code that people are compared with (kith bench identity), on published
# sets: febrl 1-3, restaurant, DBLP-ACM. Weights and thresholds are the program's own, fixed before; nothing is fitted here.
# Three bands: exact = merged without asking, sure = a probability of .99 or more, ask = put into the queue (.5). Rivals:
# four of six fields the same (identity_plain.py), and a published figure (docs/design/identity.md). BENCH_MATCHING: the folder of the sets.
. "$(dirname "$0")/measure.bash"
sets=${BENCH_MATCHING:-../shared/data/rolodex/matching}
[ -d "$sets" ] || { echo "identity: skipped, the sets of records are not in $sets"; exit 0; }

run() { # run NAME KIND RIVAL-NAME RIVAL-F1 FILE...
  local name=$1 kind=$2 rival=$3 rival_f1=$4
  shift 4
  kith bench identity "$kind" "$@" > "$FOLDER/out"
  for band in exact sure ask; do
    for measure in precision recall; do
      figure "identity_${name}_${band}_${measure}" "$(value "${kind}_${band}_$measure" < "$FOLDER/out")" ratio
    done
  done
  local f1
  f1=$(value "${kind}_ask_f1" < "$FOLDER/out")
  if [ "$rival" = - ]; then figure "identity_${name}_f1" "$f1" ratio
  else figure "identity_${name}_f1" "$f1" ratio "$rival" "$rival_f1" ratio; fi
}

for i in 1 2 3; do
  plain=$(python3 "$(dirname "$0")/identity_plain.py" "$sets/febrl_dataset$i.csv" | value f1)
  run "febrl$i" febrl plain "$plain" "$sets/febrl_dataset$i.csv"
  run "febrl${i}_number" febrl_number - - "$sets/febrl_dataset$i.csv"
  run "febrl${i}_unique" febrl_unique - - "$sets/febrl_dataset$i.csv"
done
run restaurant restaurant - - "$sets/restaurant-nophone-training.csv"
run restaurant_two restaurant - - "$sets/restaurant-1.csv" "$sets/restaurant-2.csv"
run dblp_acm papers ditto .990 "$sets/dblp-acm_valid.txt"
