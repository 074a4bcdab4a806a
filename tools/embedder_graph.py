"""The shipped sentence encoder as an ONNX graph, drawn from MiniLM-L6's weights.

One text at a time, no padding, no mask: input `ids` (1, tokens) int64, output `embedding` (1, 384) float32, length one.

How a matrix product is stored and computed is a parameter (`Linear`), so that the choice can be compared with others:
`integer_product` ships. It keeps weights as integers of 7 bits with a scale per output column, and rounds each token's
activations to 8 bits with a scale of their own. Two things follow. No text can touch another text's rounding. And
since 255 x 63 x 2 fits 16 bits, the multiply-add of processors without 8-bit dot products cannot overflow, so integer
sums are the same on every machine.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper

LAYERS, HEADS, WIDTH, INNER, MAX_TOKENS = 6, 12, 384, 1536, 256
RUNTIME = "com.microsoft"  # fused operators that only onnxruntime has
SEVEN_BITS, EIGHT_BITS = 63, 127
GELU_FLOOR = 0.17  # GELU never falls below -0.16998
TINY = 1e-9  # keeps an all-zero row from dividing by zero

Array = NDArray[Any]
Weights = Mapping[str, Array]


class Drawing:
    """Collects nodes and constants, naming each by its order so that two runs draw the same bytes."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def const(self, value: Array | np.generic) -> str:
        """Store an array and return its name."""
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value) if value.ndim else value, name))
        return name

    def many(self, kind: str, inputs: list[str], count: int, domain: str = "", **settings: Any) -> list[str]:
        """Add an operator with `count` outputs and return their names."""
        names = [f"n{len(self.nodes)}_{i}" for i in range(count)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **settings))
        return names

    def op(self, kind: str, inputs: list[str], domain: str = "", **settings: Any) -> str:
        """Add an operator with one output and return its name."""
        return self.many(kind, inputs, 1, domain, **settings)[0]


Linear = Callable[[Drawing, str, Array, Array, bool], tuple[str, Array]]
"""(drawing, input, weight (in, out), bias, whether the input came out of GELU) -> product without bias, bias to add."""


def quantised(weight: Array, axis: int, largest: int) -> tuple[Array, Array]:
    """Integers in ±`largest` and the float32 scales along `axis` that turn them back."""
    scale = np.abs(weight).max(axis=axis, keepdims=True) / np.float32(largest)
    scale = np.where(scale == 0, np.float32(1), scale).astype(np.float32)
    return np.clip(np.rint(weight / scale), -largest, largest).astype(np.int8), scale


def float_product(d: Drawing, x: str, weight: Array, bias: Array, after_gelu: bool) -> tuple[str, Array]:
    """The product as the original model computes it."""
    return d.op("MatMul", [x, d.const(weight)]), bias


def stored_product(d: Drawing, x: str, weight: Array, bias: Array, after_gelu: bool) -> tuple[str, Array]:
    """Weights stored in 8 bits, turned back to float once at load, and multiplied as floats."""
    q, scale = quantised(weight, 0, EIGHT_BITS)
    turned_back = d.op("Mul", [d.op("Cast", [d.const(q)], to=TensorProto.FLOAT), d.const(scale)])
    return d.op("MatMul", [x, turned_back]), bias


def dynamic_product(d: Drawing, x: str, weight: Array, bias: Array, after_gelu: bool) -> tuple[str, Array]:
    """The runtime's own dynamic quantisation: one scale and zero point for a whole tensor of activations."""
    q, scale = quantised(weight, 0, EIGHT_BITS)
    inputs = [x, d.const(q), d.const(scale[0]), d.const(np.zeros(len(bias), np.int8))]
    return d.op("DynamicQuantizeMatMul", inputs, RUNTIME), bias


def integer_product(d: Drawing, x: str, weight: Array, bias: Array, after_gelu: bool) -> tuple[str, Array]:
    """Weights of 7 bits, activations of 8 bits with one scale per token: what ships."""
    q, scale = quantised(weight, 0, SEVEN_BITS)
    last = d.const(np.array([-1], np.int64))
    if after_gelu:  # nearly all positive: shifted to start at zero, the shift's share goes into the bias
        shifted = d.op("Add", [x, d.const(np.float32(GELU_FLOOR))])
        row = _row_scale(d, d.op("ReduceMax", [shifted, last], keepdims=1), 255)
        rounded, zero = d.op("Round", [d.op("Div", [shifted, row])]), 0
        columns = q.sum(axis=0, dtype=np.int64) * scale[0].astype(np.float64)
        bias = (bias - GELU_FLOOR * columns).astype(np.float32)
    else:
        row = _row_scale(d, d.op("ReduceMax", [d.op("Abs", [x]), last], keepdims=1), EIGHT_BITS)
        zero = 128
        rounded = d.op("Round", [d.op("Add", [d.op("Div", [x, row]), d.const(np.float32(zero))])])
    integers = d.op("Cast", [rounded], to=TensorProto.UINT8)
    sums = d.op("MatMulInteger", [integers, d.const(q), d.const(np.uint8(zero)), d.const(np.int8(0))])
    floats = d.op("Cast", [sums], to=TensorProto.FLOAT)
    return d.op("Mul", [d.op("Mul", [floats, d.const(scale[0])]), row]), bias


def _row_scale(d: Drawing, largest: str, steps: int) -> str:
    scaled = d.op("Mul", [largest, d.const(np.float32(1 / steps))])
    return d.op("Max", [scaled, d.const(np.float32(TINY))])


def draw(weights: Weights, linear: Linear = integer_product, *, whole_tables: bool = False) -> ModelProto:
    """The whole encoder. `whole_tables` keeps the token and position tables in float32, as in the original."""
    d = Drawing()
    x = _embedded(d, weights, whole_tables)
    for number in range(LAYERS):
        x = _layer(d, weights, f"encoder.layer.{number}.", x, linear)
    pooled = d.op("ReduceMean", [x, d.const(np.array([1], np.int64))], keepdims=0)
    d.nodes.append(helper.make_node("LpNormalization", [pooled], ["embedding"], axis=-1, p=2))
    graph = helper.make_graph(
        d.nodes,
        "sentence-encoder",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, WIDTH])],
        d.constants,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(RUNTIME, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def _embedded(d: Drawing, weights: Weights, whole: bool) -> str:
    words = weights["embeddings.word_embeddings.weight"]
    places = weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
    places = places + weights["embeddings.token_type_embeddings.weight"][0]
    length = d.op("Shape", ["ids"], start=1, end=2)
    zero = d.const(np.array([0], np.int64))
    positions = d.op("Slice", [d.const(places), zero, length, zero])
    if whole:
        tokens = d.op("Gather", [d.const(words), "ids"])
    else:
        q, scale = quantised(words, 1, EIGHT_BITS)
        integers = d.op("Cast", [d.op("Gather", [d.const(q), "ids"])], to=TensorProto.FLOAT)
        tokens = d.op("Mul", [integers, d.op("Gather", [d.const(scale), "ids"])])
    names = ["embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias"]
    summed = d.op("Add", [tokens, positions])
    return d.op("LayerNormalization", [summed, *(d.const(weights[n]) for n in names)], axis=-1, epsilon=1e-12)


def _layer(d: Drawing, weights: Weights, prefix: str, x: str, linear: Linear) -> str:
    def part(*names: str) -> tuple[Array, Array]:
        weight = np.concatenate([weights[f"{prefix}{n}.weight"] for n in names]).T
        return weight, np.concatenate([weights[f"{prefix}{n}.bias"] for n in names])

    def added_back(product: str, bias: Array, to: str, norm: str) -> str:
        gain, offset = (d.const(weights[f"{prefix}{norm}.LayerNorm.{kind}"]) for kind in ("weight", "bias"))
        return d.op("SkipLayerNormalization", [product, to, gain, offset, d.const(bias)], RUNTIME, epsilon=1e-12)

    product, bias = linear(d, x, *part("attention.self.query", "attention.self.key", "attention.self.value"), False)
    heads = d.many("Split", [d.op("Add", [product, d.const(bias)])], 3, axis=-1, num_outputs=3)
    seen = d.op("MultiHeadAttention", heads, RUNTIME, num_heads=HEADS)
    product, bias = linear(d, seen, *part("attention.output.dense"), False)
    x = added_back(product, bias, x, "attention.output")
    product, bias = linear(d, x, *part("intermediate.dense"), False)
    inner = d.op("BiasGelu", [product, d.const(bias)], RUNTIME)
    product, bias = linear(d, inner, *part("output.dense"), True)
    return added_back(product, bias, x, "output")
