"""Writes vectors.json: Gymnasium's SyncVectorEnv of CartPole-v1 in each autoreset mode, for
VectorGoldenTest.

Run with Gymnasium 1.4.0 and NumPy 2.x, in this folder: python generate_vectors.py

Observations are written as hexadecimal bits of float32; of all steps as a CRC-32.
"""

import json
import random
import zlib

import gymnasium as gym
import numpy as np
from gymnasium.vector import AutoresetMode, SyncVectorEnv

NUM_ENVS = 5
STEPS = 150
LIMIT = 25  # Cuts some episodes; others fall before.


def hex32(array):
    return "".join(f"{bits:08x}" for bits in np.ascontiguousarray(array).view(np.uint32).ravel().tolist())


def flags(array):
    return "".join("1" if flag else "0" for flag in array)


def play(mode, seed):
    vector = SyncVectorEnv(
        [lambda: gym.make("CartPole-v1", max_episode_steps=LIMIT) for _ in range(NUM_ENVS)],
        autoreset_mode=mode,
    )
    picker = random.Random(str(seed))
    observation, _ = vector.reset(seed=seed)
    first = hex32(observation)
    checksum = 0
    steps = []
    for _ in range(STEPS):
        actions = np.array([picker.randrange(2) for _ in range(NUM_ENVS)])
        observation, rewards, terminated, truncated, info = vector.step(actions)
        checksum = zlib.crc32(observation.tobytes(), checksum)
        step = {
            "actions": flags(actions),
            "rewards": flags(rewards),
            "terminated": flags(terminated),
            "truncated": flags(truncated),
        }
        if "final_obs" in info:
            step["final"] = "".join(hex32(last) for last in info["final_obs"] if last is not None)
        ended = terminated | truncated
        if mode == AutoresetMode.DISABLED and ended.any():
            observation, _ = vector.reset(options={"reset_mask": ended})
            checksum = zlib.crc32(observation.tobytes(), checksum)
        steps.append(step)
    vector.close()
    seeds = seed if isinstance(seed, list) else [seed]
    return {"mode": mode.name, "seeds": seeds, "first": first, "steps": steps, "crc": checksum}


cases = [
    play(mode, seed) for mode in AutoresetMode for seed in (7, [3, 2**40, 11, 0, 2**32])
]
with open("vectors.json", "w", encoding="utf-8") as file:
    json.dump({"limit": LIMIT, "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
