"""The smallest tool: tries the two corners of the box that come first and says what it does not know.

A frame for tools of one's own: it reads what `verigap export --format vnnlib` writes for balls, and needs onnxruntime and numpy.
"""
import argparse
import re
import sys

if "--version" in sys.argv:
    print("corners 1")
    sys.exit()

import numpy
import onnxruntime

parser = argparse.ArgumentParser()
for name in ("network", "property", "point"):
    parser.add_argument("--" + name, required=True)
parser.add_argument("--seconds", type=float, default=60)
arguments = parser.parse_args()

text = open(arguments.property).read()
bounds = {
    side: numpy.array([float(value) for _, value in sorted((int(i), v) for i, v in re.findall(rf"\({mark} X_(\d+) (\S+?)\)", text))])
    for side, mark in (("lower", ">="), ("upper", "<="))
}
cases = [re.findall(r"\(<= Y_(\d+) Y_(\d+)\)", line) for line in text.splitlines() if "(<= Y_" in line]

session = onnxruntime.InferenceSession(arguments.network, providers=["CPUExecutionProvider"])
entry = session.get_inputs()[0]
shape = [extent if isinstance(extent, int) else 1 for extent in entry.shape]
for point in (bounds["lower"], bounds["upper"]):
    outputs = session.run(None, {entry.name: point.astype(numpy.float32).reshape(shape)})[0].ravel()
    if any(case and all(outputs[int(a)] <= outputs[int(b)] for a, b in case) for case in cases):
        with open(arguments.point, "w") as file:
            print(*(repr(float(value)) for value in point), file=file)
        print("Result: SAT")
        break
else:
    print("Result: UNKNOWN")
