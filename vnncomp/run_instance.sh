#!/usr/bin/env bash
# Interface of the verification competition: run_instance.sh v1 CATEGORY NETWORK PROPERTY RESULTS SECONDS.
# Writes unsat, sat with the counterexample, timeout, unknown or error into RESULTS.
set -uo pipefail
[ "${1:-}" = v1 ] && [ $# -ge 6 ] || { echo "usage: run_instance.sh v1 CATEGORY NETWORK PROPERTY RESULTS SECONDS" >&2; exit 1; }
# Also names that look like options.
plain() { case $1 in -*) printf './%s' "$1" ;; *) printf '%s' "$1" ;; esac; }
network=$(plain "$3") property=$(plain "$4") results=$(plain "$5") seconds=$6
[ -r "$network" ] || network=$network.gz
[ -r "$property" ] || property=$property.gz
for input in "$network" "$property"; do
    if [ "$results" -ef "$input" ]; then
        echo "run_instance.sh: the results would overwrite $input" >&2
        exit 1
    fi
done
rm -f "$results"
# Some time is left for writing the answer.
limit=$(awk -v s="$seconds" 'BEGIN { l = s - (s > 10 ? 1 : s / 10); printf "%.6f", (l < 0.01 ? 0.01 : l > 604800 ? 604800 : l) }')
"$(dirname "$(readlink -f "$0")")/../.build/release/verigap" verify --network "$network" --property "$property" --method bab --measure verdict \
    --time-limit "$limit s" --result "$results"
[ -s "$results" ] || echo error >"$results"
