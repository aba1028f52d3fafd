"""Records what onnxruntime answers; see README.md."""
import gzip
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import zlib

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

INPUTS = 4
IR = {7: 3, 8: 3, 9: 4, 10: 5, 11: 6, 12: 7, 13: 7, 14: 7, 15: 8, 16: 8, 17: 8, 18: 8, 19: 9, 20: 9, 21: 10, 22: 10}


class Case:
    """A model while it is written: nodes, stored tensors, and the shape of the input (names stand for open extents)."""

    def __init__(self, name, opset, shape, seed):
        self.name, self.opset, self.shape = name, opset, shape
        self.random = np.random.RandomState(seed)
        self.nodes, self.tensors, self.count = [], [], 0
        self.type = TensorProto.FLOAT
        self.old_inputs = False

    def node(self, operator, *inputs, outputs=1, **attributes):
        names = []
        for value in inputs:
            names.append(value if isinstance(value, str) else self.tensor(value))
        self.count += 1
        made = [f"v{self.count}_{k}" for k in range(outputs)]
        self.nodes.append(helper.make_node(operator, names, made, name=f"{operator}_{self.count}", **attributes))
        return made[0] if outputs == 1 else made

    def tensor(self, value):
        self.count += 1
        name = f"t{self.count}"
        tensor = value if isinstance(value, TensorProto) else numpy_helper.from_array(np.asarray(value))
        tensor.name = name
        self.tensors.append(tensor)
        return name

    def constant(self, value):
        return self.node("Constant", value=numpy_helper.from_array(np.asarray(value)))

    def w(self, *shape):
        return self.random.uniform(-1, 1, shape).astype(np.float32)

    def model(self, output):
        inputs = [helper.make_tensor_value_info("x", self.type, self.shape)]
        if self.old_inputs:
            inputs += [helper.make_tensor_value_info(t.name, t.data_type, list(t.dims)) for t in self.tensors]
        outputs = [helper.make_tensor_value_info(output, self.type, None)]
        graph = helper.make_graph(self.nodes, self.name, inputs, outputs, self.tensors)
        return helper.make_model(
            graph, ir_version=IR[self.opset], opset_imports=[helper.make_opsetid("", self.opset)])


CASES = {}


def case(shape, opsets):
    """Registers a function that writes a model, once for every operator set."""

    def register(function):
        for opset in opsets:
            CASES[f"{function.__name__}-{opset}"] = (function, opset, shape)
        return function

    return register


ALL = [7, 9, 11, 13, 18, 21]
FEW = [7, 13, 21]
i64 = lambda *values: np.array(values, dtype=np.int64)
f32 = lambda value: np.array(value, dtype=np.float32)


# Products ------------------------------------------------------------------------------------------------------------

@case([1, 5], ALL)
def gemm(c): return c.node("Gemm", "x", c.w(5, 4), c.w(4))


@case(["N", 5], FEW)
def gemm_transposed(c): return c.node("Gemm", "x", c.w(4, 5), c.w(1, 4), transB=1)


@case([1, 5], FEW)
def gemm_alpha_beta(c): return c.node("Gemm", "x", c.w(4, 5), c.w(4), transB=1, alpha=0.3, beta=1.7)


@case([5, 1], FEW)
def gemm_trans_a(c): return c.node("Gemm", "x", c.w(5, 4), c.w(1, 1), transA=1)


@case([5, 2], FEW)
def gemm_constant_left(c): return c.node("Gemm", c.w(3, 5), "x", c.w(3, 1))


@case([3, 5], FEW)
def gemm_rows(c): return c.node("Gemm", "x", c.w(5, 4), c.w(4), alpha=0.5)


@case([1, 5], [11, 13])
def gemm_without_c(c): return c.node("Gemm", "x", c.w(5, 4))


@case([4, 5], FEW)
def gemm_transposed_both(c): return c.node("Gemm", c.w(5, 3), "x", c.w(3, 4), transA=1, transB=1)


@case([1, 6], ALL)
def matmul_add(c):
    hidden = c.node("Relu", c.node("Add", c.node("MatMul", "x", c.w(6, 7)), c.w(7)))
    return c.node("Add", c.w(3), c.node("MatMul", hidden, c.w(7, 3)))


@case([6], FEW)
def matmul_vector(c): return c.node("MatMul", "x", c.w(6, 3))


@case([6], FEW)
def matmul_left_vector(c): return c.node("MatMul", c.w(3, 6), "x")


@case([1, 6], FEW)
def matmul_by_vector(c): return c.node("MatMul", "x", c.w(6))


@case([1, 4, 6], FEW)
def matmul_rows(c): return c.node("MatMul", "x", c.w(6, 3))


@case([1, 4, 6], FEW)
def matmul_left_rows(c): return c.node("MatMul", c.w(3, 4), "x")


@case([2, 4, 6], FEW)
def matmul_batched(c): return c.node("MatMul", "x", c.w(2, 6, 3))


@case([1, 4, 6], FEW)
def matmul_batched_broadcast(c): return c.node("MatMul", "x", c.w(3, 6, 2))


@case([2, 4, 6], FEW)
def matmul_left_batched(c): return c.node("MatMul", c.w(2, 3, 4), "x")


@case([2, 4, 6], FEW)
def matmul_left_broadcast(c): return c.node("MatMul", c.w(3, 4), "x")


@case([3, 2, 4, 1], FEW)
def matmul_columns(c): return c.node("MatMul", c.w(2, 3, 4), "x")


# Arithmetic ----------------------------------------------------------------------------------------------------------

@case([1, 3, 4, 4], ALL)
def add_channels(c): return c.node("Add", "x", c.w(3, 1, 1))


@case([1, 3, 4, 4], FEW)
def add_entries(c): return c.node("Add", "x", c.w(1, 3, 4, 4))


@case([1, 3, 4, 4], FEW)
def add_row(c): return c.node("Add", "x", c.w(4))


@case([1, 3, 1, 4], FEW)
def add_larger(c): return c.node("Add", "x", c.w(3, 5, 1))


@case([1, 6], FEW)
def sub_both_ways(c): return c.node("Sub", f32(0.3), c.node("Sub", "x", c.w(6)))


@case([1, 6], ALL)
def mul_div(c): return c.node("Div", c.node("Mul", "x", c.w(6)), c.w(6))


@case([1, 3, 2, 2], FEW)
def normalise(c): return c.node("Div", c.node("Sub", "x", c.w(1, 3, 1, 1)), np.abs(c.w(1, 3, 1, 1)) + f32(0.1))


@case([1, 6], FEW)
def div_power(c): return c.node("Div", "x", f32(-4))


@case([1, 6], FEW)
def neg(c): return c.node("Neg", "x")


@case([1, 6], FEW)
def sums(c):
    a, b = c.node("Gemm", "x", c.w(6, 4), c.w(4)), c.node("Gemm", "x", c.w(6, 4), c.w(4))
    return c.node("Mean", c.node("Sum", a, b, c.w(1, 4)), c.node("Sub", a, b), c.node("Add", a, a))


@case([1, 2, 3], FEW)
def add_computed_broadcast(c): return c.node("Add", "x", c.node("ReduceSum", "x", axes=[2]) if c.opset < 13
                                            else c.node("ReduceSum", "x", i64(2)))


@case([1, 4], FEW)
def constants_inexact(c):
    # The product of two stored numbers is no float.
    return c.node("Add", "x", c.node("Mul", c.constant(c.w(4)), c.constant(c.w(4))))


@case([1, 4], FEW)
def sqrt_of_constants(c): return c.node("Div", "x", c.node("Sqrt", c.node("Add", np.abs(c.w(4)), f32(1e-5))))


# Piecewise linear ----------------------------------------------------------------------------------------------------

@case([1, 8], ALL)
def relu(c): return c.node("Relu", "x")


@case([1, 8], FEW)
def leaky_relu(c): return c.node("LeakyRelu", c.node("LeakyRelu", "x", alpha=0.2))


@case([1, 3, 2, 2], FEW)
def prelu(c): return c.node("PRelu", "x", c.w(3, 1, 1))


@case([1, 8], FEW)
def clip(c):
    if c.opset < 11:
        return c.node("Clip", c.node("Clip", c.node("Clip", "x", min=-0.5, max=0.4), max=0.3), min=-0.3)
    first = c.node("Clip", "x", f32(-0.5), f32(0.4))
    return c.node("Clip", c.node("Clip", first, "", f32(0.3)), f32(-0.3))


@case([1, 8], [7, 11, 13])
def clip_nothing(c): return c.node("Clip", "x")


@case([1, 8], FEW)
def relu6(c):
    shifted = c.node("Mul", "x", f32(8))
    return c.node("Clip", shifted, min=0.0, max=6.0) if c.opset < 11 else c.node("Clip", shifted, f32(0), f32(6))


@case([1, 8], FEW)
def absolute(c): return c.node("Abs", "x")


@case([1, 8], [9, 13, 21])
def max_min(c):
    a, b = c.node("Gemm", "x", c.w(8, 5), c.w(5)), c.node("Gemm", "x", c.w(8, 5), c.w(5))
    return c.node("Max", c.node("Min", a, b, c.w(5)), f32(-0.2), c.node("Neg", a))


@case([1, 8], [9, 13])
def hard_tanh(c): return c.node("Min", c.node("Max", "x", f32(-0.5)), f32(0.5))


@case([1, 8], FEW)
def hard_sigmoid(c): return c.node("HardSigmoid", c.node("Mul", "x", f32(5)), alpha=0.25, beta=0.4)


@case([1, 8], FEW)
def hard_sigmoid_default(c): return c.node("HardSigmoid", c.node("Mul", "x", f32(5)))


# Windows -------------------------------------------------------------------------------------------------------------

@case([1, 2, 6, 7], ALL)
def conv(c): return c.node("Conv", "x", c.w(3, 2, 3, 2), c.w(3), strides=[2, 1], pads=[1, 0, 0, 2])


@case([1, 4, 6, 6], FEW)
def conv_groups(c): return c.node("Conv", "x", c.w(6, 2, 3, 3), group=2, dilations=[2, 1], kernel_shape=[3, 3])


@case([1, 4, 5, 5], FEW)
def conv_depthwise(c): return c.node("Add", c.node("Conv", "x", c.w(4, 1, 3, 3), group=4), c.w(4, 1, 1))


@case([1, 2, 7, 6], FEW)
def conv_same_upper(c): return c.node("Conv", "x", c.w(3, 2, 4, 3), c.w(3), auto_pad="SAME_UPPER", strides=[2, 2])


@case([1, 2, 7, 6], FEW)
def conv_same_lower(c): return c.node("Conv", "x", c.w(3, 2, 4, 3), c.w(3), auto_pad="SAME_LOWER", strides=[2, 3])


@case([1, 2, 7, 6], FEW)
def conv_valid(c): return c.node("Conv", "x", c.w(3, 2, 4, 3), c.w(3), auto_pad="VALID")


@case([1, 2, 9], FEW)
def conv_1d(c): return c.node("Conv", "x", c.w(3, 2, 4), c.w(3), strides=[2], pads=[1, 2], dilations=[2])


@case([1, 2, 9], FEW)
def conv_1d_same(c): return c.node("Conv", "x", c.w(3, 2, 4), auto_pad="SAME_UPPER", strides=[2])


@case([1, 1, 3, 3], FEW)
def conv_wide_padding(c): return c.node("Conv", "x", c.w(1, 1, 2, 2), c.w(1), pads=[3, 2, 2, 3])


@case([2, 3, 4, 4], FEW)
def conv_two_images(c): return c.node("Conv", "x", c.w(2, 3, 2, 2), c.w(2))


@case([1, 3, 6, 6], ALL)
def max_pool(c): return c.node("MaxPool", "x", kernel_shape=[3, 2], strides=[2, 2], pads=[1, 0, 1, 1])


@case([1, 3, 7, 7], [11, 13, 21])
def max_pool_ceil(c): return c.node("MaxPool", "x", kernel_shape=[2, 2], strides=[3, 2], ceil_mode=1, dilations=[2, 1])


@case([1, 3, 7], FEW)
def max_pool_1d(c): return c.node("MaxPool", "x", kernel_shape=[3], strides=[2])


@case([1, 3, 7, 7], FEW)
def max_pool_same(c): return c.node("MaxPool", "x", kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_UPPER")


@case([1, 3, 6, 6], ALL)
def average_pool(c): return c.node("AveragePool", "x", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])


@case([1, 3, 6, 6], FEW)
def average_pool_include(c):
    return c.node("AveragePool", "x", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 0, 1], count_include_pad=1)


@case([1, 3, 6, 6], [11, 13, 21])
def average_pool_ceil(c): return c.node("AveragePool", "x", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)


@case([1, 2, 6, 6], [19, 21])
def average_pool_ceil_include(c):
    return c.node("AveragePool", "x", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], ceil_mode=1,
                  count_include_pad=1)


@case([1, 2, 6, 6], [19, 21])
def average_pool_dilated(c): return c.node("AveragePool", "x", kernel_shape=[2, 2], dilations=[2, 3])


@case([1, 3, 7], FEW)
def average_pool_1d(c): return c.node("AveragePool", "x", kernel_shape=[4], strides=[3])


@case([1, 3, 4, 5], FEW)
def global_average_pool(c): return c.node("GlobalAveragePool", "x")


@case([1, 3, 4, 5], FEW)
def global_max_pool(c): return c.node("GlobalMaxPool", "x")


@case([1, 3, 4, 4], ALL)
def batch_norm(c):
    parts = [c.w(3), c.w(3), c.w(3), np.abs(c.w(3)) + f32(0.1)]
    return c.node("BatchNormalization", c.node("Conv", "x", c.w(3, 3, 2, 2), c.w(3)), *parts, epsilon=1e-3)


@case([1, 5], FEW)
def batch_norm_vector(c):
    return c.node("BatchNormalization", "x", c.w(5), c.w(5), c.w(5), np.abs(c.w(5)) + f32(0.1))


@case([1, 3, 4], FEW)
def batch_norm_1d(c):
    return c.node("BatchNormalization", "x", c.w(3), c.w(3), c.w(3), np.abs(c.w(3)) + f32(0.1))


# Reductions ----------------------------------------------------------------------------------------------------------

def reduce(c, name, axes, **attributes):
    limit = 13 if name == "ReduceSum" else 18
    if axes is None:
        return c.node(name, "x", **attributes)
    if c.opset < limit:
        return c.node(name, "x", axes=axes, **attributes)
    return c.node(name, "x", i64(*axes), **attributes)


@case([1, 3, 4, 5], ALL)
def reduce_mean(c): return reduce(c, "ReduceMean", [2, 3])


@case([1, 3, 4, 5], FEW)
def reduce_mean_middle(c): return reduce(c, "ReduceMean", [-3], keepdims=0)


@case([1, 3, 4, 5], FEW)
def reduce_mean_all(c): return reduce(c, "ReduceMean", None)


@case([1, 3, 4, 5], ALL)
def reduce_sum(c): return reduce(c, "ReduceSum", [1, 3], keepdims=0)


@case([1, 3, 4], FEW)
def reduce_max(c): return reduce(c, "ReduceMax", [1])


@case([1, 3, 4], FEW)
def reduce_min(c): return reduce(c, "ReduceMin", [2], keepdims=0)


# Shapes and places ---------------------------------------------------------------------------------------------------

@case(["N", 2, 3, 4], ALL)
def flatten_gemm(c): return c.node("Gemm", c.node("Flatten", "x"), c.w(24, 3), c.w(3))


@case([1, 2, 3, 4], FEW)
def flatten_axis(c): return c.node("MatMul", c.node("Flatten", "x", axis=2 if c.opset < 11 else -2), c.w(12, 3))


@case([1, 2, 3, 4], ALL)
def reshape(c): return c.node("Gemm", c.node("Reshape", "x", i64(0, -1)), c.w(24, 3), c.w(3))


@case(["N", 2, 3, 4], FEW)
def reshape_from_shape(c):
    # As exporters write x.view(x.size(0), -1).
    first = c.node("Gather", c.node("Shape", "x"), c.constant(np.int64(0)), axis=0)
    if c.opset < 13:
        parts = [c.node("Unsqueeze", first, axes=[0]), c.node("Unsqueeze", c.constant(np.int64(-1)), axes=[0])]
    else:
        parts = [c.node("Unsqueeze", first, i64(0)), c.node("Unsqueeze", c.constant(np.int64(-1)), i64(0))]
    return c.node("Gemm", c.node("Reshape", "x", c.node("Concat", *parts, axis=0)), c.w(24, 3), c.w(3))


@case([1, 2, 1, 4], FEW)
def squeeze_unsqueeze(c):
    if c.opset < 13:
        return c.node("Unsqueeze", c.node("Squeeze", "x", axes=[2]), axes=[0, 3])
    return c.node("Unsqueeze", c.node("Squeeze", "x", i64(2)), i64(0, -1))


@case([1, 2, 1, 4], FEW)
def squeeze_all(c): return c.node("MatMul", c.node("Squeeze", "x"), c.w(4, 2))


@case([1, 5, 4, 3], FEW)
def transpose_nhwc(c):
    return c.node("Conv", c.node("Transpose", "x", perm=[0, 3, 1, 2]), c.w(2, 3, 2, 2), c.w(2))


@case([2, 3, 4], FEW)
def transpose_default(c): return c.node("Transpose", "x")


@case([1, 2, 3, 3], ALL)
def concat(c):
    return c.node("Concat", c.node("Conv", "x", c.w(2, 2, 1, 1)), "x", c.w(1, 1, 3, 3), axis=1)


@case([1, 2, 3, 3], FEW)
def concat_last(c): return c.node("Concat", "x", c.node("Relu", "x"), c.w(1, 2, 3, 2), axis=3 if c.opset < 11 else -1)


@case([1, 4, 6], ALL)
def slices(c):
    if c.opset < 10:
        return c.node("Slice", "x", starts=[1, -5], ends=[3, 1000], axes=[1, 2])
    return c.node("Slice", "x", i64(-1, 5), i64(0, -100), i64(1, 2), i64(-1, -2))


@case([1, 4, 6], [11, 13])
def slice_default(c): return c.node("Slice", "x", i64(0, 1), i64(1, 3))


@case([1, 6, 2], ALL)
def split(c):
    if c.opset < 13:
        a, b, d = c.node("Split", "x", outputs=3, axis=1, split=[1, 2, 3])
    else:
        a, b, d = c.node("Split", "x", i64(1, 2, 3), outputs=3, axis=1)
    return c.node("Concat", d, b, c.node("Relu", a), axis=1)


@case([1, 5, 2], [18, 21])
def split_uneven(c):
    a, b = c.node("Split", "x", outputs=2, axis=1, num_outputs=2)
    return c.node("Concat", b, a, axis=1)


@case([1, 6, 2], [7, 11, 13])
def split_equal(c):
    a, b = c.node("Split", "x", outputs=2, axis=1)
    return c.node("Sub", b, a)


@case([1, 4, 3], ALL)
def gather(c): return c.node("Gather", "x", i64(2, 0, 2) if c.opset < 11 else i64(-1, 0, 2), axis=1)


@case([1, 4, 3], FEW)
def gather_matrix(c): return c.node("Gather", "x", np.array([[0, 1], [3, 2]], dtype=np.int32), axis=1)


@case([1, 4, 3], FEW)
def gather_one(c): return c.node("Gather", "x", np.int64(1), axis=2)


def pads(c, values, *rest, **attributes):
    if c.opset < 11:
        value = {"value": float(rest[0])} if rest else {}
        return c.node("Pad", "x", pads=values, **value, **attributes)
    return c.node("Pad", "x", i64(*values), *[f32(value) for value in rest], **attributes)


@case([1, 2, 3, 3], ALL)
def pad(c): return pads(c, [0, 0, 1, 0, 0, 1, 2, 1])


@case([1, 2, 3, 3], FEW)
def pad_value(c): return pads(c, [0, 0, 1, 0, 0, 1, 2, 1], 0.7)


@case([1, 2, 3, 3], FEW)
def pad_reflect(c): return pads(c, [0, 0, 1, 2, 0, 0, 2, 1], mode="reflect")


@case([1, 2, 3, 3], FEW)
def pad_edge(c): return pads(c, [0, 0, 1, 2, 0, 0, 3, 1], mode="edge")


@case([1, 2, 3, 3], FEW)
def pad_cut(c): return pads(c, [0, 0, -1, 0, 0, 0, 1, -1])


@case([1, 2, 3], [18, 21])
def pad_axes(c): return c.node("Pad", "x", i64(1, 2), f32(0), i64(-1))


@case([1, 1, 3], [9, 13, 21])
def expand(c): return c.node("Expand", "x", i64(1, 4, 1))


@case([1, 2, 3], FEW)
def tile(c): return c.node("Tile", "x", i64(1, 2, 2))


@case([1, 2, 3], FEW)
def identity_dropout(c):
    out = c.node("Dropout", c.node("Identity", "x"), outputs=2)
    return c.node("Relu", out[0])


@case([1, 4], FEW)
def cast(c): return c.node("Cast", c.node("Gemm", c.node("Cast", "x", to=TensorProto.FLOAT), c.w(4, 3), c.w(3)), to=1)


@case([1, 4], FEW)
def cast_constants(c): return c.node("Mul", "x", c.node("Cast", c.constant(i64(3, -1, 2, 7)), to=TensorProto.FLOAT))


@case([1, 4], [9, 13, 21])
def constant_of_shape(c):
    filled = c.node("ConstantOfShape", c.node("Shape", "x"), value=numpy_helper.from_array(f32([1.5])))
    return c.node("Add", "x", filled)


@case([1, 1, 3], [9, 13, 21])
def expand_as_torch(c):
    # As exporters write x.expand(-1, 4, -1).
    wanted = c.constant(i64(-1, 4, -1))
    ones = c.node("ConstantOfShape", c.constant(i64(3)), value=numpy_helper.from_array(i64(1)))
    same = c.node("Equal", wanted, c.node("Mul", ones, c.constant(i64(-1))))
    return c.node("Expand", "x", c.node("Where", same, ones, wanted))


@case([1, 6], [9, 13, 21])
def where_stored(c):
    return c.node("Where", np.array([True, False, True, True, False, False]), "x", c.node("Relu", "x"))


@case([1, 6], [13, 21])
def constant_forms(c):
    a = c.node("Add", "x", c.node("Constant", value_float=0.25))
    return c.node("Mul", a, c.node("Constant", value_floats=[1.0, -2.0, 0.5, 3.0, 1.0, 1.0]))


@case([1, 4, 3], [15, 21])
def shape_part(c): return c.node("Reshape", "x", c.node("Concat", c.node("Shape", "x", start=2), i64(-1), axis=0))


# Numbers -------------------------------------------------------------------------------------------------------------

@case([1, 4], FEW)
def typed_fields(c):
    weight = helper.make_tensor("", TensorProto.FLOAT, [4, 3], c.w(4, 3).flatten().tolist())
    return c.node("Gemm", "x", weight, helper.make_tensor("", TensorProto.FLOAT, [3], [0.5, 1.5, -2.0]))


@case([1, 4], [13, 21])
def half_weights(c):
    raw = c.node("Cast", c.w(4, 3).astype(np.float16), to=TensorProto.FLOAT)
    field = helper.make_tensor("", TensorProto.FLOAT16, [3], c.w(3).astype(np.float16).tolist())
    return c.node("Add", c.node("MatMul", "x", raw), c.node("Cast", field, to=TensorProto.FLOAT))


@case([1, 4], [13, 21])
def brain_weights(c):
    field = helper.make_tensor("", TensorProto.BFLOAT16, [4], [0.5, 1.25, -3.0, 0.0078125])
    return c.node("Mul", "x", c.node("Cast", field, to=TensorProto.FLOAT))


@case([1, 4], FEW)
def double_weights(c):
    c.type = TensorProto.DOUBLE
    return c.node("Gemm", "x", c.w(4, 3).astype(np.float64), c.w(3).astype(np.float64))


@case([1, 4], [7, 9])
def inputs_of_tensors(c):
    c.old_inputs = True
    return c.node("Gemm", "x", c.w(4, 3), c.w(3))


# Whole networks ------------------------------------------------------------------------------------------------------

def block(c, x, channels, stride):
    y = c.node("Conv", x, c.w(channels, channels, 3, 3), c.w(channels), pads=[1, 1, 1, 1], strides=[stride, stride])
    norm = [c.w(channels), c.w(channels), c.w(channels), np.abs(c.w(channels)) + f32(0.1)]
    y = c.node("Relu", c.node("BatchNormalization", y, *norm))
    y = c.node("Conv", y, c.w(channels, channels, 3, 3), pads=[1, 1, 1, 1])
    short = x if stride == 1 else c.node("Conv", x, c.w(channels, channels, 1, 1), strides=[stride, stride])
    return c.node("Relu", c.node("Add", y, short))


@case(["batch", 3, 8, 8], ALL)
def residual(c):
    x = c.node("Div", c.node("Sub", "x", c.w(1, 3, 1, 1)), np.abs(c.w(1, 3, 1, 1)) + f32(0.2))
    x = c.node("Relu", c.node("Conv", x, c.w(4, 3, 3, 3), c.w(4), pads=[1, 1, 1, 1]))
    x = block(c, block(c, x, 4, 1), 4, 2)
    return c.node("Gemm", c.node("Flatten", c.node("GlobalAveragePool", x)), c.w(4, 5), c.w(5))


# Recording -----------------------------------------------------------------------------------------------------------

def npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def session(data):
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    return ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])


class Archive:
    """A packed tar file whose bytes depend on its content alone."""

    def __init__(self, path):
        self.path, self.buffer = path, io.BytesIO()
        self.tar = tarfile.open(fileobj=self.buffer, mode="w", format=tarfile.USTAR_FORMAT)

    def write(self, name, data):
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        self.tar.addfile(entry, io.BytesIO(data))

    def close(self):
        self.tar.close()
        with open(self.path, "wb") as file:
            file.write(gzip.compress(self.buffer.getvalue(), 9, mtime=0))
        return os.path.getsize(self.path)


def record_models(path):
    archive = Archive(path)
    for name, (function, opset, shape) in CASES.items():
        # The same numbers in every operator set, which packs well.
        c = Case(name, opset, shape, zlib.crc32(function.__name__.encode()))
        data = c.model(function(c)).SerializeToString()
        extents = [extent if isinstance(extent, int) else 1 for extent in shape]
        kind = np.float64 if c.type == TensorProto.DOUBLE else np.float32
        x = c.random.uniform(-1, 1, [INPUTS] + extents).astype(np.float32)
        try:
            run = session(data)
            y = [run.run(None, {"x": one.astype(kind)})[0].flatten() for one in x]
        except Exception as fault:
            print(f"{name}: {str(fault)[:200]}")
            continue
        archive.write(name + "/model.onnx", data)
        archive.write(name + "/x.npy", npy(x.reshape(INPUTS, -1)))
        archive.write(name + "/y.npy", npy(np.array(y, dtype=np.float32)))
    print(f"{path}: {len(CASES)} cases, {archive.close()} bytes")


def splitmix(seed, count):
    """Numbers of [0, 1) with 24 bits from SplitMix64."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (np.arange(count, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(40)).astype(np.float64) / 2.0**24


def record_published(folder, path):
    names = []
    for root, _, files in os.walk(folder):
        if any(part in root for part in ["vnncomp2022", "acasxu"]):
            names += [os.path.relpath(os.path.join(root, file), folder) for file in files
                      if file.endswith((".onnx", ".onnx.gz"))]
    archive = Archive(path)
    for name in sorted(names):
        data = open(os.path.join(folder, name), "rb").read()
        run = session(gzip.decompress(data) if name.endswith(".gz") else data)
        shape = [extent if isinstance(extent, int) and extent > 0 else 1 for extent in run.get_inputs()[0].shape]
        size = int(np.prod(shape))
        x = (2 * splitmix(1, 100 * size) - 1).astype(np.float32).reshape([100] + shape)
        y = np.array([run.run(None, {run.get_inputs()[0].name: one})[0].flatten() for one in x], dtype=np.float64)
        weights = 0.5 + splitmix(2, y.shape[1])
        figures = np.stack([y @ weights, np.abs(y).max(axis=1)]).astype(np.float32)
        archive.write(name + ".npy", npy(figures))
    print(f"{path}: {len(names)} networks, {archive.close()} bytes")


def check_written(program, path):
    """Whether onnxruntime answers as recorded on every model that `verigap convert` wrote of a recorded one."""
    worst, folder = 0.0, tempfile.mkdtemp()
    source, target = os.path.join(folder, "a.onnx"), os.path.join(folder, "b.onnx")
    with tarfile.open(path) as archive:
        files = {member.name: archive.extractfile(member).read() for member in archive}
    names = sorted(name[:-11] for name in files if name.endswith("/model.onnx"))
    for name in names:
        open(source, "wb").write(files[name + "/model.onnx"])
        subprocess.run([program, "convert", source, target, "--force", "--quiet"], check=True)
        onnx.checker.check_model(onnx.load(target), full_check=True)
        run = session(target)
        given = run.get_inputs()[0]
        x, y = (np.load(io.BytesIO(files[f"{name}/{part}.npy"])) for part in "xy")
        z = np.array([run.run(None, {given.name: one.reshape(given.shape)})[0].flatten() for one in x])
        difference = np.abs(z - y).max() / max(np.abs(y).max(), 1e-3)
        worst = max(worst, difference)
        if difference > 1e-5:
            print(f"{name}: {difference}")
    print(f"{len(names)} models, largest relative difference {worst}")


if __name__ == "__main__":
    if sys.argv[1] == "written":
        check_written(sys.argv[2], sys.argv[3])
    elif sys.argv[1] == "models":
        record_models(sys.argv[2])
    else:
        record_published(sys.argv[2], sys.argv[3])
