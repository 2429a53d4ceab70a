"""Models of the thesis's architecture made by PyTorch and by Keras, with cards and what onnxruntime computes.

usage: python fixtures.py {pytorch|keras}, writes into fixtures/

Written with Python 3.11, torch 2.15.0, onnxscript 0.7.2, tensorflow 2.21.0, keras 3.15.1, tf2onnx 1.17.0, onnx 1.23.2,
onnxruntime 1.32.0, numpy 2.4.6. The weights are drawn and not trained: what counts is that the same numbers come out.
"""

import csv
import functools
import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime

FOLDER = pathlib.Path(__file__).parent / "fixtures"
# One input a branch, as the thesis has it.
INPUTS = [
    ("qber", ["qber"]),
    ("visibility", ["visibility"]),
    ("link_loss", ["link_loss"]),
    ("history", ["key_rate_10min_ago", "key_rate_20min_ago", "key_rate_30min_ago"]),
]
SCALER = {
    "qber": [0.008, 0.041],
    "visibility": [0.871, 0.996],
    "link_loss": [20.0, 57.0],
    "key_rate_10min_ago": [151.0, 2815.0],
    "key_rate_20min_ago": [152.0, 2816.0],
    "key_rate_30min_ago": [150.0, 2814.0],
    "key_rate": [149.0, 2817.0],
}
TRUNK = [64, 128, 32, 8]


def pytorch(file):
    import torch
    from torch import nn

    torch.manual_seed(11)

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.branches = nn.ModuleList(
                nn.Sequential(nn.Linear(len(names), 64), nn.ReLU(), nn.Linear(64, 16), nn.ReLU()) for _, names in INPUTS
            )
            layers, width = [], 16 * len(INPUTS)
            for units in TRUNK:
                layers += [nn.Linear(width, units), nn.ReLU()]
                width = units
            self.trunk = nn.Sequential(*layers, nn.Linear(width, 1))

        def forward(self, qber, visibility, link_loss, history):
            parts = zip(self.branches, [qber, visibility, link_loss, history])
            return self.trunk(torch.cat([branch(x) for branch, x in parts], dim=1))

    network = Network().eval()
    with torch.no_grad():
        for weights in network.parameters():
            weights.mul_(2)
    example = tuple(torch.zeros(2, len(names)) for _, names in INPUTS)
    batch = torch.export.Dim("batch")
    program = torch.onnx.export(
        network,
        example,
        dynamo=True,
        input_names=[name for name, _ in INPUTS],
        output_names=["key_rate"],
        dynamic_shapes=tuple({0: batch} for _ in INPUTS),
    )
    program.save(file)
    return [(name, names) for name, names in INPUTS]


def keras(file):
    import tensorflow as tf
    import keras
    import tf2onnx

    keras.utils.set_random_seed(12)
    inputs = [keras.Input((len(names),), name=name) for name, names in INPUTS]
    # Without biases of their own the converter would leave them out.
    dense = functools.partial(keras.layers.Dense, bias_initializer="random_uniform")
    ends = [dense(16, activation="relu")(dense(64, activation="relu")(x)) for x in inputs]
    x = keras.layers.Concatenate()(ends)
    for units in TRUNK:
        x = dense(units, activation="relu")(x)
    model = keras.Model(inputs, dense(1, name="key_rate")(x))
    signature = [tf.TensorSpec((None, len(names)), tf.float32, name=name) for name, names in INPUTS]
    function = tf.function(lambda *x: model(list(x)), input_signature=signature)
    tf2onnx.convert.from_function(function, input_signature=signature, opset=17, output_path=str(file))
    return [(name, names) for name, names in INPUTS]


def main(maker):
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{maker}.onnx"
    inputs = {"pytorch": pytorch, "keras": keras}[maker](file)
    model = onnx.load(file)
    # Paths of the machine that made it, and nothing that counts.
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in list(model.graph.value_info) + list(model.graph.input) + list(model.graph.output):
        del value.metadata_props[:]
    onnx.save(model, file)
    card = {
        "format": "keyspan-model",
        "version": 1,
        "inputs": [{"name": name, "features": names} for name, names in inputs],
        "scaler": SCALER,
        "window_min": 10,
    }
    (FOLDER / f"{maker}.json").write_text(json.dumps(card, indent=2) + "\n")
    random = np.random.default_rng(13)
    columns = [name for _, names in inputs for name in names]
    rows = np.stack([random.uniform(*SCALER[name], 40) for name in columns], axis=1)
    extents = np.array([SCALER[name] for name in columns])
    scaled = ((rows - extents[:, 0]) / (extents[:, 1] - extents[:, 0])).astype(np.float32)
    fed, at = {}, 0
    for name, names in inputs:
        fed[name] = scaled[:, at : at + len(names)]
        at += len(names)
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    out = session.run(None, fed)[0].reshape(-1).astype(np.float64)
    least, most = SCALER["key_rate"]
    with open(FOLDER / f"{maker}.csv", "w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(columns + ["scaled", "key_rate"])
        for row, y in zip(rows, out):
            writer.writerow([repr(float(x)) for x in row] + [repr(float(y)), repr(float(y * (most - least) + least))])
    print(maker, sorted({node.op_type for node in model.graph.node}), model.opset_import, file.stat().st_size)
    print([(i.name, [d.dim_param or d.dim_value for d in i.type.tensor_type.shape.dim]) for i in model.graph.input])


main(sys.argv[1])
