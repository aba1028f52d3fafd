"""Has onnxruntime, which shares no code with verigap, evaluate every counterexample that verigap finds in a benchmark.

    pip install onnxruntime
    python3 Tests/VNNLIBTests/Oracle/confirm.py PROGRAM FOLDER [--limit SECONDS] [--verdicts published.csv]

PROGRAM is verigap, FOLDER holds instances.csv. Every instance is asked with `bab`; the point of each `sat` is evaluated in
single precision and held against the property, which is read here anew: assertions are evaluated as they stand. Prints by how
much each is missed at most, a line per instance that is missed, contradictions with published verdicts, and a summary.
Ends with 1 where a counterexample is missed by more than the competition allows (1e-4), or a verdict is contradicted by all
published ones.
"""

import argparse
import csv
import gzip
import os
import re
import subprocess
import sys
import tempfile

import numpy
import onnxruntime

TOLERANCE = 1e-4


def text_of(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt") as file:
        return file.read()


def found(path):
    return path if os.path.exists(path) else path + ".gz"


def expressions(text):
    """The parenthesised expressions of a text, as nested lists of words."""
    words = re.findall(r"[()]|[^\s()]+", re.sub(r";[^\n]*", "", text))
    stack = [[]]
    for word in words:
        if word == "(":
            stack.append([])
        elif word == ")":
            inner = stack.pop()
            stack[-1].append(inner)
        else:
            stack[-1].append(word)
    return stack[0]


def value(term, point):
    if isinstance(term, str):
        return point[term] if term in point else float(term)
    parts = [value(part, point) for part in term[1:]]
    if term[0] == "+":
        return sum(parts)
    if term[0] == "-":
        return -parts[0] if len(parts) == 1 else parts[0] - sum(parts[1:])
    if term[0] == "*":
        return numpy.prod(parts)
    raise ValueError(term)


def miss(formula, point):
    """By how much a formula is missed: 0 where it holds."""
    if formula[0] == "and":
        return max((miss(part, point) for part in formula[1:]), default=0)
    if formula[0] == "or":
        return min(miss(part, point) for part in formula[1:])
    a, b = value(formula[1], point), value(formula[2], point)
    return max(0, a - b if formula[0] in ("<=", "<") else b - a)


def outputs(network, inputs):
    options = onnxruntime.SessionOptions()
    # Errors alone: older exporters list weights among the inputs, of which there is a warning each.
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    entry = session.get_inputs()[0]
    shape = [extent if isinstance(extent, int) else 1 for extent in entry.shape]
    return session.run(None, {entry.name: numpy.array(inputs, numpy.float32).reshape(shape)})[0].reshape(-1)


def confirm(network, formulas, result):
    """By how much the counterexample of a result file is missed, with onnxruntime's outputs."""
    pairs = re.findall(r"\(\s*([XY]_\d+)\s+([^\s()]+)\s*\)", result)
    point = {name: float(number) for name, number in pairs if name.startswith("X")}
    inputs = [point[f"X_{index}"] for index in range(len(point))]
    data = gzip.open(network).read() if network.endswith(".gz") else open(network, "rb").read()
    point |= {f"Y_{index}": float(entry) for index, entry in enumerate(outputs(data, inputs))}
    return max(miss(formula, point) for formula in formulas)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--limit", type=float, default=1e6)
    parser.add_argument("--verdicts")
    options = parser.parse_args()
    published = {}
    if options.verdicts:
        for row in csv.DictReader(open(options.verdicts)):
            words = {row[key] for key in row if key.endswith("_result")} & {"sat", "unsat"}
            published[row["onnx"], row["vnnlib"]] = words
    counts, worst, bad, confirmed = {}, 0.0, 0, 0
    for row in csv.reader(open(os.path.join(options.folder, "instances.csv"))):
        network, property_ = (found(os.path.join(options.folder, name.strip())) for name in row[:2])
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "result.txt")
            subprocess.run(
                [options.program, "verify", "--network", network, "--property", property_, "--method", "bab",
                 "--measure", "verdict", "--time-limit", f"{min(float(row[2]), options.limit)} s", "--result", path],
                capture_output=True, check=False)
            result = open(path).read() if os.path.exists(path) else "error"
        verdict = result.split()[0]
        counts[verdict] = counts.get(verdict, 0) + 1
        names = tuple(os.path.basename(name.strip()) for name in row[:2])
        words = published.get(names, set())
        if verdict in ("sat", "unsat") and words and words != {verdict} and verdict not in words:
            bad += 1
            print("contradicted", *names, verdict, words)
        if verdict != "sat":
            continue
        formulas = [part[1] for part in expressions(text_of(property_)) if part[0] == "assert"]
        missed = confirm(network, formulas, result)
        worst = max(worst, missed)
        if missed > 0:
            print(f"missed by {missed:.2g}", *names, flush=True)
        bad += missed > TOLERANCE
        confirmed += missed <= TOLERANCE
    name = os.path.basename(os.path.normpath(options.folder))
    print(name, counts, f"{confirmed} of {counts.get('sat', 0)} confirmed, missed by at most {worst:.2g}")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
