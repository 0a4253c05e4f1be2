# lib: what the start scripts of this folder share. Sourced with the script's own arguments: WORKDIR PORT.
#
# The contract of every start script:
#   - real servers of other people on loopback, for tests and for trying Kith by hand;
#   - one JSON line on stdout (addresses, credentials), nothing else there; words for people go to stderr, logs to WORKDIR/*.log;
#   - every process is listed in WORKDIR/pids ("PID NAME"), each in a process group of its own; stop.sh ends exactly those;
#   - exit 77: something is missing that cannot be had here, the test is to be skipped; another code: the start failed.
set -euo pipefail

[ $# -ge 2 ] || { echo "usage: $0 WORKDIR PORT" >&2; exit 2; }
SCRIPT=$(basename "$0")
SERVERS=$(cd "$(dirname "$0")" && pwd)
TREE=$(cd "$SERVERS/../.." && pwd)
mkdir -p "$1"
WORKDIR=$(cd "$1" && pwd)
PORT=$2
chmod go+x "$WORKDIR" # servers that refuse to be root live below it under another name
if [ -s "$WORKDIR/pids" ]; then "$SERVERS/stop.sh" "$WORKDIR"; fi
: > "$WORKDIR/pids"
trap 'code=$?; [ $code = 0 ] || "$SERVERS/stop.sh" "$WORKDIR"; exit $code' EXIT

tell() { echo "$SCRIPT: $*" >&2; }
missing() { tell "$*"; exit 77; }
failed() { tell "$*"; tell "logs: $WORKDIR/*.log"; exit 1; }

# packages NAME...: the Debian packages, installed when they are not there: as root, or by sudo when it asks for no password.
packages() {
    local absent=() name sudo=()
    for name in "$@"; do
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || absent+=("$name")
    done
    [ ${#absent[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || missing "needs the Debian packages: ${absent[*]} (apt-get install ${absent[*]})"
        sudo=(sudo -n)
    fi
    tell "installing ${absent[*]}"
    # RUNLEVEL=1 keeps the packages from starting services of their own.
    local apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=600 -qy)
    local log=$WORKDIR/packages.log
    "${apt[@]}" install --no-install-recommends "${absent[@]}" >> "$log" 2>&1 && return 0
    { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "${absent[@]}"; } >> "$log" 2>&1 ||
        missing "could not install ${absent[*]}, see $log"
}

# npm_packages NAME: the packages pinned in tests/servers/NAME/package-lock.json; prints the folder that holds node_modules.
# They are installed once below KITH_NPM_CACHE_DIR (the tree's .deps without it) and shared by all runs.
npm_packages() {
    local name=$1 wanted have home log=$WORKDIR/npm.log
    command -v node > /dev/null && command -v npm > /dev/null || missing "needs node and npm on the PATH"
    wanted="$(node -p process.versions.modules) $(sha256sum < "$SERVERS/$name/package-lock.json")"
    home=${KITH_NPM_CACHE_DIR:-$TREE/.deps}/servers-$name
    mkdir -p "$home"
    (
        flock 9 # two runs may share the folder
        have=$(cat "$home/installed" 2>/dev/null || true)
        [ "$have" != "$wanted" ] || exit 0
        tell "npm ci in $home (some minutes, once)"
        rm -f "$home/installed"
        cp "$SERVERS/$name/package.json" "$SERVERS/$name/package-lock.json" "$home/"
        # Native parts are compiled when no ready-made ones can be had: with the headers that came with this node.
        local prefix
        for prefix in "$(node -p 'require("path").resolve(process.execPath, "../..")')" /usr; do
            grep -qs "define NODE_MODULE_VERSION $(node -p process.versions.modules)$" "$prefix/include/node/node_version.h" || continue
            export npm_config_nodedir=$prefix
            break
        done
        # Their optimizer would take longer than the tests use what it makes.
        (cd "$home" && CFLAGS=-O0 CXXFLAGS=-O0 npm ci --no-audit --no-fund) >> "$log" 2>&1 || exit 1
        echo "$wanted" > "$home/installed"
    ) 9> "$home.lock" || missing "npm ci failed, see $log"
    echo "$home"
}

# spawn NAME COMMAND...: in the background, in its own process group, logging to WORKDIR/NAME.log.
spawn() {
    local name=$1
    shift
    setsid "$@" > "$WORKDIR/$name.log" 2>&1 < /dev/null 9>&- &
    echo "$! $name" >> "$WORKDIR/pids"
}
alive() { # alive NAME
    kill -0 "$(awk -v n="$1" '$2 == n { print $1 }' "$WORKDIR/pids")" 2>/dev/null
}

# until_ok SECONDS NAME COMMAND...: until the command succeeds; gives up when process NAME has ended.
until_ok() {
    local end=$((SECONDS + $1)) name=$2
    shift 2
    until "$@" > /dev/null 2>&1; do
        alive "$name" || failed "$name has ended: $(tail -n 2 "$WORKDIR/$name.log" | tr '\n' ' ')"
        [ $SECONDS -lt $end ] || failed "$name is not ready in time"
        sleep 0.2
    done
}
listens() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2>/dev/null; } # listens PORT
answers() { curl -s -o /dev/null --max-time 2 "$1"; }          # answers URL
