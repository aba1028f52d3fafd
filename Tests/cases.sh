#!/usr/bin/env bash
# Runs every case of ../shared/cases with the built programs and compares with what its README expects.
#
#     Tests/cases.sh [name …]        all cases, or those that are named
#     VERIGAP=path Tests/cases.sh    with another build than .build/release
#
# A case is skipped, and the line says so, where its folder or something that it needs is not there.
# Exit code 1 if an expectation failed.
set -uo pipefail
export OPENBLAS_NUM_THREADS=1
root=$(cd "$(dirname "$0")/.." && pwd)
cases=${VERIGAP_CASES:-$root/../shared/cases}
verigap=$(realpath "${VERIGAP:-$root/.build/release/verigap}")
[ -d "$cases" ] || { echo "skipped: there is no $cases"; exit 0; }
[ -x "$verigap" ] || { echo "no program at $verigap: make build" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
chosen=("$@")

# begin CASE: a copy of its folder becomes the working folder; false where it is absent or was not asked for.
begin() {
    case_name=$1
    if [ ${#chosen[@]} -gt 0 ] && [[ ! " ${chosen[*]} " == *" $1 "* ]]; then return 1; fi
    [ -d "$cases/$1" ] || { skip "no folder"; return 1; }
    rm -rf "$work/case" && cp -r "$cases/$1" "$work/case" && chmod -R u+w "$work/case" && cd "$work/case" || exit 1
}

skip() { echo "skipped  $case_name: $1"; skipped=$((skipped + 1)); }

# expect LABEL CODE PRESENT ABSENT -- command …: its exit code must match the pattern CODE (as of [[ = ]]), what it prints
# (both streams) the regular expression PRESENT, and not ABSENT; empty ones do not count. 124 and 137 are a time-out.
expect() {
    local label=$1 code=$2 present=$3 absent=$4 text status fault=
    shift 5
    expand "$@"
    text=$(timeout -s KILL "${limit:-120}" "${words[@]}" 2>&1)
    status=$?
    # shellcheck disable=SC2053
    [[ $status == $code ]] || fault="exit code $status, not $code"
    if [ -n "$present" ] && ! grep -Eqi -- "$present" <<<"$text"; then fault="$fault; does not say: $present"; fi
    if [ -n "$absent" ] && grep -Eqi -- "$absent" <<<"$text"; then fault="$fault; says: $absent"; fi
    if [ -z "$fault" ]; then
        passed=$((passed + 1))
        echo "ok       $case_name: $label"
    else
        failed=$((failed + 1))
        echo "FAILED   $case_name: $label: ${fault#; }"
        head -c 1500 <<<"$text" | sed 's/^/         | /'
    fi
}

# expand COMMAND …: the words of a command into `words`. Short forms: `verify METHOD [option …]` asks about the image of the case
# with the options in `query`; `shell TEXT` is a pipeline; any other verb of verigap stands for itself.
expand() {
    case $1 in
    verify)
        words=("$verigap" verify --network net.safetensors --images x.npy --labels y.npy --data mine:test:0
            "${query[@]}" --method "${@:2}")
        ;;
    shell) words=(bash -c "$2") ;;
    inspect | plan | run | report | export | import | check) words=("$verigap" "$@") ;;
    *) words=("$@") ;;
    esac
}
export verigap

# present SUITE: drops the networks of a suite whose files are not in the folder.
present() {
    local file
    while read -r file; do
        [ -e "$file" ] || sed -i "\|file: $file|d" "$1"
    done < <(grep -o 'file: [^, }]*' "$1" | cut -d' ' -f2)
}

bounds=(interval lp-greedy crown lp-last lp-all bab milp)
never_robust='^verdict +robust'
never_falsified='^verdict +falsified'
died='internal error|fatal error|backtrace'

# MARK: Arithmetic

if begin wrong-robust-residual-lp; then
    query=(--epsilon 0.08 --architecture '{ input: [2], layers: [linear, linear, {add: { from: 1 }}] }')
    for method in "${bounds[@]}"; do expect "$method" 0 '' "$never_robust" -- verify "$method"; done
    expect 'bab without its attack' 0 '' "$never_robust" -- verify 'bab: { attack-steps: 0 }'
    expect 'a run' '[03]' '' "$died" -- run -q s.yaml --store s.sqlite
    expect 'its report breaks no law' '[03]' '' 'laws? broken' -- report s.yaml --store s.sqlite --output out
fi

if begin wrong-robust-l2-underflow; then
    query=(--epsilon 0.2 --norm 2)
    for method in lp-greedy crown lp-last lp-all simplex interval; do
        expect "$method" 0 '' "$never_robust" -- verify "$method"
    done
    for proof in proofs/*; do
        expect "the proof ${proof##*-}" 5 '' ': robust:' -- check --network net.safetensors "$proof"
    done
    query=(--epsilon 0.2)
    expect 'bab, l∞' 0 '' "$never_robust" -- verify bab
fi

if begin wrong-robust-backward-underflow; then
    query=(--epsilon 0.21)
    for method in "${bounds[@]}"; do expect "$method" 0 '' "$never_robust" -- verify "$method"; done
    for proof in pb/*; do
        expect 'its proof proves nothing false' '*' '' ': robust:' -- check --network net.safetensors "$proof"
    done
fi

if begin wrong-falsified-cancellation; then
    query=(--epsilon 0.1)
    for method in clean pgd bab milp; do
        expect "$method" 0 '' "$never_falsified" -- verify "$method"
    done
fi

if begin double-tie; then
    query=(--epsilon 0.1)
    for method in clean pgd bab lp-all milp; do
        expect "$method" 0 '' "$never_falsified" -- verify "$method"
    done
    present suite.yaml
    expect 'a run' '[03]' '' "$died" -- run -q suite.yaml --store s.sqlite
    expect 'its report breaks no law' '[03]' '' '[0-9]+ laws? broken' -- \
        report suite.yaml --store s.sqlite --output out
fi

if begin milp-robust-on-misclassified-image; then
    for image in 0 3; do
        expect "image $image" 0 '' "$never_robust" -- "$verigap" verify --network n117-mixed.safetensors \
            --images x.npy --labels y.npy --data "m:test:$image" --epsilon 0.5 --method milp
    done
fi

if begin milp-scaling; then
    for pair in 'big-1 5' 'big-2 1'; do
        read -r name image <<<"$pair"
        [ -e "nets/scale_$name.safetensors" ] || continue
        expect "$name, image $image" 0 '' "$never_robust" -- "$verigap" verify --images x.npy --labels y.npy \
            --network "nets/scale_$name.safetensors" --data "p:test:$image" --epsilon 0.5 --method milp
    done
fi

if begin milp-scaling; then
    present suite.yaml
    expect 'a run' '[03]' '' "$died" -- run -q suite.yaml --store s.sqlite
    expect 'its report breaks no law' '[03]' '' '[0-9]+ laws? broken' -- report suite.yaml --store s.sqlite --output out
fi

if begin float32-misclassified-but-robust; then
    expect 'names the other arithmetic' 0 'single.precision|float32' '' -- "$verigap" verify --network fl.safetensors \
        --images flx.npy --labels fly.npy --data m:t:0 --epsilon .1 --method crown
    expect 'is not robust in it' 0 '' "$never_robust" -- "$verigap" verify --network fl.safetensors \
        --images flx.npy --labels fly.npy --data m:t:0 --epsilon .1 --method 'crown: { arithmetic: float32-any-order }'
fi

if begin pgd-l2-rejected; then skip 'no input; AttackCorpusTests asks PGD on l2 balls'; fi

# MARK: Questions that are not the user's

if begin pixels-outside-domain; then
    query=(--epsilon 0.5)
    expect 'verify' '6[45]' 'pixel 0.*1\.5|outside' "$never_robust" -- verify bab
    expect 'plan' '6[45]' 'outside|domain' '' -- plan suite.yaml
    expect 'run' '6[45]' 'outside|domain' '' -- run -q suite.yaml --store s.sqlite
    expect 'no domain' 0 "$never_falsified" '' -- verify bab --input-domain unbounded
fi

if begin nhwc-images; then
    expect 'run' '6[45]' 'channels|4×4×3' '' -- run -q suite.yaml --store s.sqlite
    expect 'plan' '6[45]' 'channels|4×4×3' '' -- plan suite.yaml
fi

if begin layer-order-by-name; then
    present suite.yaml
    expect 'plan' '6[45]' 'order|layers' '' -- plan suite.yaml
    for file in m.safetensors m.npz; do
        expect "inspect $file" '6[45]' 'order|layers' "$died" -- inspect "$file"
    done
fi

# MARK: Files that people have

for pair in 'bn-folded-needed batchnorm.pth' 'checkpoint-list-of-state-dicts ckpt_list.pth' \
    'checkpoint-numpy-scalar ckpt_npscalar.pth' 'checkpoint-other-keys ckpt_net.pth' \
    'checkpoint-other-keys ckpt_weights.pth' 'expanded-bias expanded.pth' 'mat-with-text extra.mat'; do
    read -r name file <<<"$pair"
    if begin "$name"; then expect "$file is read" 0 '' 'fault|refused' -- inspect "$file"; fi
done

if begin mat-with-text; then
    for file in cells.mat sparse.mat; do expect "$file" '@(0|65)' '' "$died" -- inspect "$file"; done
fi

if begin unused-tensors; then
    layers='{ layers: [ linear: {weight: 0.weight, bias: 0.bias}, relu, linear: {weight: 2.weight, bias: 2.bias}, relu, '
    layers+='linear: {weight: 4.weight, bias: 4.bias} ] }'
    expect 'buffers: how to leave them out' '@(0|65)' 'ignore' "$died" -- \
        inspect with_buffers_mean.pth --architecture "$layers"
    expect 'buffers are left out' 0 '' '' -- \
        inspect with_buffers_mean.pth --architecture "$layers" --ignore 'normalize.*'
    expect 'a counter is left out' 0 '' '' -- inspect numbatches.pth
    expect 'weight norm is named' '@(0|65)' 'weight.?norm|weight_g' "$died" -- inspect weightnorm.pth
    expect 'parametrisations are named' '@(0|65)' 'parametri|weight.?norm' "$died" -- inspect parametrizations.pth
    expect 'pruning is named' '@(0|65)' 'prun|mask' "$died" -- inspect pruned.pth
fi

if begin yaml-merge-key; then expect 'plan' '[06]*' '' 'has no "file"' -- plan anchor.yaml; fi

# MARK: Reports

# The outcomes were recorded by a build whose answers contradict each other: exit code 2 says so.
if begin report-figure-too-big; then
    limit=300 expect 'report' 2 'laws broken' "$died" -- report suite.yaml --from outcomes.jsonl.gz --output out
    expect 'all 200 rows and figures are in report.md' 0 '^200 rows, all of [1-9][0-9]* figures$' '' -- shell \
        'r=out/gz; n=$(sed -n "/^## Certified/,/^## Gap/p" $r/report.md | grep -c "^| c[0-9]"); k=0; for f in $(grep -o "figures/[a-z0-9-]*\.png" $r/report.md); do [ -s $r/$f ] || exit 1; k=$((k + 1)); done; echo "$n rows, all of $k figures"'
fi

if begin many-pairs; then
    limit=300 expect 'run' 0 '' "$died" -- run -q suite-250.yaml --store s.sqlite
    limit=300 expect 'report' 0 'report.md' "$died" -- report suite-250.yaml --store s.sqlite --output out
    expect 'all 250 rows and figures are in report.md' 0 '^250 rows, all figures$' '' -- shell \
        'r=out/many-250; n=$(sed -n "/^## Certified/,/^## Gap/p" $r/report.md | grep -c "^| NET "); for f in $(grep -o "figures/[a-z0-9-]*\.png" $r/report.md); do [ -s $r/$f ] || exit 1; done; echo "$n rows, all figures"'
fi

if begin unicode-id-latex; then
    expect 'run' 0 '' "$died" -- run -q id_unicode.yaml --store s.sqlite
    expect 'report' 0 '' "$died" -- report id_unicode.yaml --store s.sqlite --output out
    expect 'tables are ASCII or say how' 0 '' '' -- shell \
        'for f in out/*/tables/*.tex; do grep -qP "[^\x00-\x7F]" "$f" && ! grep -qiE "xelatex|lualatex" "$f" && exit 1; done; true'
    if command -v pdflatex >/dev/null; then
        expect 'pdflatex compiles them' 0 '' '' -- shell \
            '{ echo "\\documentclass{article}\\usepackage{booktabs,xcolor,longtable}\\begin{document}"; for f in out/*/tables/*.tex; do echo "\\input{$f}\\clearpage"; done; echo "\\end{document}"; } > all.tex; pdflatex -interaction=nonstopmode -halt-on-error all.tex >/dev/null'
    fi
fi

# MARK: Resources, limits, output

if begin export-replaces-device; then
    query=(--epsilon 0.1)
    if ! mknod probe c 1 3 2>/dev/null; then
        skip 'needs the right to make devices'
    else
        cp "$cases"/double-tie/{suite.yaml,net.safetensors,x.npy,y.npy} .
        present suite.yaml
        "$verigap" run -q suite.yaml --store s.sqlite >/dev/null 2>&1
        expect 'export to a device' '*' '' "$died" -- export suite.yaml --store s.sqlite --output probe
        expect 'the device is still one' 0 '' '' -- test -c probe
        mkfifo pipe && ln -s target link && : >target
        timeout 10 cat pipe >/dev/null &
        limit=10 expect 'export to a pipe' '!(137)' '' '' -- export suite.yaml --store s.sqlite --output pipe
        expect 'the pipe is still one' 0 '' '' -- test -p pipe
        expect 'export to a link' '*' '' "$died" -- export suite.yaml --store s.sqlite --output link
        expect 'the link is still one' 0 '' '' -- test -L link
    fi
fi

if begin export-stdout-truncated-rc0; then
    if mkdir small && mount -t tmpfs -o size=8k tmpfs small 2>/dev/null; then
        cp "$cases"/double-tie/{suite.yaml,net.safetensors,x.npy,y.npy} .
        present suite.yaml
        "$verigap" run -q suite.yaml --store s.sqlite >/dev/null 2>&1
        head -c 8000 /dev/zero >small/filler
        expect 'a full disk is an error' 73 '' '' -- shell \
            '"$verigap" export suite.yaml --store s.sqlite --output - >small/backup.gz'
        umount small
    else
        skip 'needs the right to mount'
    fi
fi

if begin full-device; then
    expect 'plan' 73 'standard output' '' -- shell '"$verigap" plan suite.yaml >/dev/full'
    expect 'run' 73 'standard output' '' -- shell '"$verigap" run -q suite.yaml --store s.sqlite --json >/dev/full'
fi

if begin glpk-assertion-stdout; then
    expect 'standard output is JSON alone' 0 '' '' -- shell \
        '"$verigap" verify --network net.safetensors --images x.npy --labels y.npy --data m:t:0 --epsilon .1 \
            --method lp-all --json 2>/dev/null | tr -d "\n" | grep -Eq "^\{.*\}$"'
fi

if begin memory-below-base; then
    expect 'run' '!(0)' 'memory' '' -- run -q suite.yaml --store s.sqlite
fi

if begin memory-bombs; then
    expect 'a proof of 59 KB' '@(0|5|65)' '' "$died|cannot allocate|allocate [0-9]+ bytes" -- shell \
        'ulimit -v 1000000; "$verigap" check b_tree30M.vgproof'
fi

if begin vmem-hang; then
    for attempt in 1 2 3; do
        limit=60 expect "ulimit -v 600000, attempt $attempt" '!(134|137|139)' '' '' -- shell \
            "ulimit -v 600000; \"\$verigap\" run -q s.yaml --store t$attempt.sqlite"
    done
fi

if begin proof-names-devzero; then
    for file in .safetensors x.npy y.npy; do cp "$cases/float32-misclassified-but-robust/fl$file" "${file/#./net.}"; done
    query=(--epsilon 0.1)
    expect 'a proof is written' 0 '' '' -- verify lp-all --proof proofs
    expect 'a proof is there' 0 '' '' -- shell 'ls proofs/*'
    for kind in zero pipe; do
        rm -f net.safetensors
        if [ $kind = zero ]; then ln -s /dev/zero net.safetensors; else mkfifo net.safetensors; fi
        limit=20 expect "the network is a $kind" '!(0|137)' '' "$died|allocate [0-9]+ bytes" -- shell \
            'ulimit -v 2000000; "$verigap" check proofs/*'
    done
fi

if begin verify-time-limit; then
    if ! python3 -c 'import numpy' 2>/dev/null; then
        skip 'needs NumPy to make the network'
    else
        python3 - <<'PYTHON'
import numpy
draw = numpy.random.default_rng(1)
sizes = [784, 3000, 3000, 10]
tensors = {}
for layer, (n, m) in enumerate(zip(sizes, sizes[1:])):
    tensors[f"{2 * layer}.weight"] = (draw.normal(size=(m, n)) / n ** 0.5).astype("f4")
    tensors[f"{2 * layer}.bias"] = numpy.zeros(m, "f4")
numpy.savez("net.npz", **tensors)
numpy.save("x.npy", draw.random((1, 784)).astype("f4"))
numpy.save("y.npy", numpy.array([0]))
PYTHON
        for method in lp-all milp lp-last bab crown; do
            expect "$method" 0 '' '' -- shell "
                \"\$verigap\" verify --network net.npz --images x.npy --labels y.npy --data m:test:0 --reference prediction \
                    --epsilon 0.05 --method $method --time-limit '2 s' --json |
                awk -F: '/wall/ { gsub(/[, ]/, \"\", \$2); print \"took\", \$2; exit \$2 > 2.5 }'"
        done
    fi
fi

echo
echo "$passed expectations hold, $failed fail, $skipped cases skipped"
[ "$failed" -eq 0 ]
