#!/bin/bash
# rules FOLDER: how long 10,000 routing rules take for one post (kith bench rules): all asked at once, as the program does,
# against a loop that asks one after the other. Both must name the same rules, or the measure fails. The promise is 100 us.
. "$(dirname "$0")/measure.bash"

for rules in 100 1000 10000; do
  kith bench rules --rules $rules > "$FOLDER/out"
  for what in median p99; do
    figure "rules_${rules}_$what" "$(value "rules_$what" < "$FOLDER/out")" us loop "$(value "rules_plain_$what" < "$FOLDER/out")" us
  done
done
figure rules_10000_compile "$(value rules_compile < "$FOLDER/out")" ms
figure rules_10000_held "$(value rules_held < "$FOLDER/out")" rules
