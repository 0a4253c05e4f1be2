#!/bin/sh
# kill --short | --full: see kill.py
exec python3 "$(dirname "$0")/kill.py" "$@"
