"""Makes an int8 encoder quantise each token's activations for itself.

`quantize_dynamic` gives a whole batch one scale, so one token's large value coarsens all others and a text's
vector depends on its neighbours (cosine down to .993). A scale per token, as in ZeroQuant (Yao et al., 2022),
makes the vector the text's own and brings it nearer to float32. onnxruntime's quantiser has no such mode, so
the graph is rewritten when it is opened; the weights stay as they are.
"""

from pathlib import Path
from typing import Any

import numpy as np

STEP, MIDDLE, TINY = "row.step", "row.middle", "row.tiny"


def by_row(path: Path) -> bytes:
    """The model in `path` with a scale per token; a model that is not dynamically quantised as it is."""
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    nodes = _rewritten(list(graph.node))
    if len(nodes) == len(graph.node):
        return path.read_bytes()
    del graph.node[:]
    graph.node.extend(nodes)
    constants = {STEP: np.float32(1 / 127), MIDDLE: np.uint8(128), TINY: np.float32(1e-9)}
    graph.initializer.extend(numpy_helper.from_array(np.array(v), name) for name, v in constants.items())
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return bytes(model.SerializeToString())


def _rewritten(nodes: list[Any]) -> list[Any]:
    """The nodes with every quantisation and every product that follows it replaced."""
    made = {output: node for node in nodes for output in node.output}
    products: dict[str, list[Any]] = {}
    replaced: set[str] = set()
    for last in nodes:
        found = _product(last, made)
        if found:
            product, cast, scales = found
            products[last.output[0]] = _multiply(product, scales, last.output[0])
            replaced |= {product.output[0], cast.output[0], scales.output[0]}
    written: list[Any] = []
    for node in nodes:
        if node.op_type == "DynamicQuantizeLinear":
            written += _quantise(node)
        elif node.output[0] in products:
            written += products[node.output[0]]
        elif node.output[0] not in replaced:
            written.append(node)
    return written


def _product(last: Any, made: dict[str, Any]) -> tuple[Any, Any, Any] | None:
    """MatMulInteger, Cast and the product of both scales, where `last` is the Mul that rescales."""
    if last.op_type != "Mul" or any(name not in made for name in last.input):
        return None
    cast, scales = (made[name] for name in last.input)
    if cast.op_type != "Cast" or scales.op_type != "Mul" or cast.input[0] not in made:
        return None
    product = made[cast.input[0]]
    return (product, cast, scales) if product.op_type == "MatMulInteger" else None


def _quantise(node: Any) -> list[Any]:
    """x to uint8 around 128, its row's largest magnitude being 127; that magnitude, (…, 1), is the scale."""
    from onnx.helper import make_node

    x, (q, scale, _) = node.input[0], node.output
    return [
        make_node("Abs", [x], [f"{q}.abs"]),
        make_node("ReduceMax", [f"{q}.abs"], [f"{q}.max"], axes=[-1], keepdims=1),
        make_node("Max", [f"{q}.max", TINY], [scale]),
        make_node("Div", [x, scale], [f"{q}.row"]),
        make_node("QuantizeLinear", [f"{q}.row", STEP, MIDDLE], [q]),
    ]


def _multiply(product: Any, scales: Any, output: str) -> list[Any]:
    """The integer product, rescaled by the weight's columns inside the kernel and by the rows after it."""
    from onnx.helper import make_node

    q, weight, _, weight_middle = product.input
    row_scale, column_scale = scales.input
    inputs = [q, weight, STEP, column_scale, MIDDLE, weight_middle]
    return [
        make_node("MatMulIntegerToFloat", inputs, [f"{output}.columns"], domain="com.microsoft"),
        make_node("Mul", [f"{output}.columns", row_scale], [output]),
    ]
