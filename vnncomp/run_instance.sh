#!/usr/bin/env bash
# Interface of the verification competition: run_instance.sh v1 CATEGORY NETWORK PROPERTY RESULTS SECONDS.
# Writes unsat, sat with the counterexample, timeout, unknown or error into RESULTS.
set -uo pipefail
[ "${1:-}" = v1 ] && [ $# -ge 6 ] || { echo "usage: run_instance.sh v1 CATEGORY NETWORK PROPERTY RESULTS SECONDS" >&2; exit 1; }
network=$3 property=$4 results=$5 seconds=$6
[ -r "$network" ] || network=$network.gz
[ -r "$property" ] || property=$property.gz
rm -f "$results"
# Some time is left for writing the answer.
limit=$(awk -v s="$seconds" 'BEGIN { l = s - (s > 10 ? 1 : s / 10); print l }')
"$(dirname "$0")/../.build/release/verigap" verify --network "$network" --property "$property" --method bab --measure verdict \
    --time-limit "$limit s" --result "$results"
[ -s "$results" ] || echo error >"$results"
