"""Runs exported networks: a request a line on the input, an answer a line on the output.

A request names the model, a file for onnxruntime or a directory for TensorFlow, and has a batch of
observations; the answer has what comes out, or the library that is missing here.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np


def outputs(model: str, observation: Any) -> dict[str, Any]:
    return (
        of_tensorflow(model, observation) if Path(model).is_dir() else of_onnx(model, observation)
    )


def of_onnx(model: str, observation: Any) -> dict[str, Any]:
    import onnxruntime  # noqa: PLC0415 (one of the two suffices)

    session = onnxruntime.InferenceSession(model)
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {"observation": observation}), strict=True))


def of_tensorflow(model: str, observation: Any) -> dict[str, Any]:
    import tensorflow as tf  # noqa: PLC0415

    serve = tf.saved_model.load(model).signatures["serving_default"]
    result = serve(observation=tf.constant(observation))
    return {name: value.numpy() for name, value in result.items()}


for line in sys.stdin:
    request = json.loads(line)
    given = np.array(request["observation"], request["dtype"]).reshape(request["shape"])
    try:
        answer = {name: value.tolist() for name, value in outputs(request["model"], given).items()}
    except ImportError as error:
        answer = {"missing": error.name}
    print(json.dumps(answer))
