"""Writes acrobot/trajectories.json.gz and mountain-car/trajectories.json.gz, and frames beside them.

Run with gymnasium[classic-control] 1.4.0, NumPy 2.x and Pillow, in this folder:
python generate_tasks.py

Each case is one environment with one seed and several episodes; only the first reset is seeded. An
episode has the first observation, its actions, the sum of its rewards, how it ended, the
observations at some steps, and a CRC-32 over those of all steps; all observations as hexadecimal bits
of float32.
"""

import gzip
import json
import math
import os
import random
import zlib

os.environ["SDL_VIDEODRIVER"] = "dummy"

import gymnasium as gym
import numpy as np
from PIL import Image

SHOWN_STEPS = {1, 2, 5, 10, 20, 50, 100, 150, 200, 300, 400}


def random_policy(seed):
    picker = random.Random(seed)
    return lambda step, observation: picker.randrange(3)


def pumping(seed):
    # Pushes the way it moves already: reaches both goals.
    return lambda step, o: 2 if o[-1] > 0 else 0


def holding(seed):
    return lambda step, o: (step // (3 + seed % 5)) % 3


SCRIPTS = {"random": random_policy, "pumping": pumping, "holding": holding}


def hex32(observation):
    return "".join(f"{bits:08x}" for bits in observation.view(np.uint32).tolist())


def episode(env, policy, seed, options):
    observation, _ = env.reset(seed=seed, options=options)
    first = hex32(observation)
    actions, rewards, shown, checksum = [], [], {}, 0
    ended = False
    while not ended:
        actions.append(policy(len(actions), observation))
        observation, reward, terminated, truncated, _ = env.step(actions[-1])
        rewards.append(reward)
        checksum = zlib.crc32(observation.tobytes(), checksum)
        ended = terminated or truncated
        if ended or len(actions) in SHOWN_STEPS:
            shown[len(actions)] = hex32(observation)
    return {
        "first": first,
        "actions": "".join(map(str, actions)),
        "return": sum(rewards),
        "terminated": terminated,
        "truncated": truncated,
        "crc": checksum,
        "observations": shown,
    }


def case(task, seed, script, episodes, arguments, max_episode_steps=None, options=None):
    env = gym.make(task, max_episode_steps=max_episode_steps, **arguments)
    policy = SCRIPTS[script](seed)
    played = [
        episode(env, policy, seed if number == 0 else None, options) for number in range(episodes)
    ]
    env.close()
    return {
        "seed": seed,
        "script": script,
        "arguments": arguments,
        "max_episode_steps": max_episode_steps,
        "options": options,
        "episodes": played,
    }


def cases(task, other_arguments, other_options):
    for seed in range(60):
        for script in SCRIPTS:
            yield case(task, seed, script, 2, {})
    for seed in range(100, 110):
        yield case(task, seed, "random", 2, {}, max_episode_steps=7)
        yield case(task, seed, "pumping", 2, other_arguments, options=other_options)


def write(folder, task, other_arguments, other_options):
    versions = {"gymnasium": gym.__version__, "numpy": np.__version__}
    found = {"versions": versions, "cases": list(cases(task, other_arguments, other_options))}
    text = json.dumps(found, separators=(",", ":"))
    with open(f"{folder}/trajectories.json.gz", "wb") as file:
        file.write(gzip.compress(text.encode(), mtime=0))


def draw(folder, task, states):
    env = gym.make(task, render_mode="rgb_array").unwrapped
    env.reset(seed=0)
    for number, state in enumerate(states):
        env.state = np.array(state)
        Image.fromarray(env.render()).save(f"{folder}/frame{number}.png", optimize=True)
    env.close()


write("acrobot", "Acrobot-v1", {}, {"low": -0.3, "high": 0.5})
write("mountain-car", "MountainCar-v0", {"goal_velocity": 0.03}, {"low": -0.9, "high": 0.2})
draw("acrobot", "Acrobot-v1", [(0, 0, 0, 0), (0.7, -0.4, 0, 0), (-2.5, 1.1, 0, 0), (math.pi, 3, 0, 0)])
draw("mountain-car", "MountainCar-v0", [(-0.5, 0), (-1.2, 0), (0.1, 0), (0.52, 0)])
