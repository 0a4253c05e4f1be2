#!/bin/bash
# stop.sh WORKDIR: ends the processes that a start script listed in WORKDIR/pids, the last started first, each with its process
# group. Nothing else is touched; ending what has ended already is no error.
set -u
dir=${1:?usage: stop.sh WORKDIR}
[ -f "$dir/pids" ] || exit 0

gone() { ! kill -0 -- "-$1" 2>/dev/null; }
end() { # end PID: asks, waits up to 8 seconds, then insists
    kill -TERM -- "-$1" 2>/dev/null || return 0
    for _ in $(seq 80); do
        gone "$1" && return 0
        sleep 0.1
    done
    kill -KILL -- "-$1" 2>/dev/null
}
while read -r pid _; do end "$pid"; done < <(tac "$dir/pids")
: > "$dir/pids"
