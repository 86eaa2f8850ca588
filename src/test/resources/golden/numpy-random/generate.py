"""Writes numpy-random.json: what NumPy draws, for NumPyRandomTest.

Run with NumPy 2.x, in this folder: python generate.py
"""

import json
import random

import numpy as np

BOUNDS = [
    (0, 1),
    (0, 2),
    (1, 14),
    (-5, 5),
    (0, 3_000_000_000),
    (0, 2**32 - 1),
    (0, 2**32),
    (0, 2**32 + 1),
    (-(2**63), 2**63 - 1),
    (-(2**62), 2**62),
    (0, 2**62 + 1),
]


def draws(seed: int) -> dict:
    def generator() -> np.random.Generator:
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))

    mixed = generator()
    return {
        "seed": str(seed),
        "state": [
            f"{word:x}" for word in np.random.SeedSequence(seed).generate_state(5, np.uint64).tolist()
        ],
        "raw": [f"{word:x}" for word in generator().bit_generator.random_raw(4).tolist()],
        "random": [f"{bits:x}" for bits in generator().random(4).view(np.uint64).tolist()],
        "uniform": [
            f"{bits:x}" for bits in generator().uniform(-0.05, 0.05, 6).view(np.uint64).tolist()
        ],
        # One generator, all kinds in turn: the half that waits must survive the doubles between.
        "mixed": [
            [str(int(mixed.integers(low, high))), f"{np.float64(mixed.random()).view(np.uint64):x}"]
            for low, high in BOUNDS
            for _ in range(3)
        ],
        "many": [int(value) for value in generator().integers(0, 3_000_000_000, 12)],
    }


seeds = [0, 1, 2, 7, 42, 123, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**32 + 1, 2**63 - 1, 2**63, 2**64 - 1]
picker = random.Random(0)
seeds += [picker.getrandbits(bits) for bits in (8, 16, 31, 32, 33, 40, 48, 56, 62, 63, 64, 64, 64)]
golden = {
    "numpy": np.__version__,
    "bounds": [[str(low), str(high)] for low, high in BOUNDS],
    "seeds": [draws(seed) for seed in seeds],
}
with open("numpy-random.json", "w", encoding="utf-8") as file:
    file.write('{"numpy": %s, "bounds": %s, "seeds": [\n' % (json.dumps(golden["numpy"]), json.dumps(golden["bounds"])))
    file.write(",\n".join(json.dumps(entry) for entry in golden["seeds"]))
    file.write("\n]}\n")
