#!/usr/bin/env bash
# Nights of one build against itself: Tests/nights.sh [nights] [folder]. Every second one has a busy neighbour on each core. None may
# be red; prints a line a night, and ends with 1 if one was. The page is left in the folder (default .verigap/nights).
# VERIGAP names another program, SUITE another suite, NIGHT_ARGS more arguments of `verigap nightly`.
set -euo pipefail
cd "$(dirname "$0")/.."

count=${1:-20}
folder=${2:-.verigap/nights}
suite=${SUITE:-nightly}
program=${VERIGAP:-.build/release/verigap}
neighbours=()

quieten() {
    [ ${#neighbours[@]} -eq 0 ] || kill "${neighbours[@]}" 2>/dev/null || true
    neighbours=()
}
trap quieten EXIT

disturb() {
    for _ in $(seq "$(nproc)"); do
        (while :; do :; done) &
        neighbours+=($!)
    done
}

mkdir -p "$folder"
if [ ! -e "$folder/baselines/$suite.jsonl.gz" ]; then
    "$program" nightly "$suite" --output "$folder" --quiet || [ $? -eq 7 ]
    "$program" nightly "$suite" --output "$folder" --accept
fi
red=0
for night in $(seq "$count"); do
    load=none
    if [ $((night % 2)) -eq 0 ]; then
        disturb
        load="$(nproc) busy"
    fi
    start=$SECONDS code=0
    "$program" nightly "$suite" --output "$folder" --quiet ${NIGHT_ARGS:-} >"$folder/night.log" 2>&1 || code=$?
    quieten
    printf 'night %2d  load %-7s  exit code %d  %3d s  %s\n' "$night" "$load" "$code" $((SECONDS - start)) \
        "$(grep -m 1 -E '^(regressed|contradiction|not comparable)' "$folder/night.log" || true)"
    [ "$code" -eq 0 ] || red=$((red + 1))
done
echo "$count nights, $red not as they should be: $folder/README.md"
[ "$red" -eq 0 ]
