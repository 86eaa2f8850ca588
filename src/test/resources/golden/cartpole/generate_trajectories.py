"""Writes trajectories.json.gz: episodes of Gymnasium's CartPole-v1, for CartPoleGoldenTest.

Run with Gymnasium 1.4.0 and NumPy 2.x, in this folder: python generate_trajectories.py

Each case is one environment with one seed and several episodes; only the first reset is seeded.
Numbers that must agree to the bit are written as hexadecimal bits. An episode has its first state in
float64, its actions as a hexadecimal number with the first action in the highest bit, its length, its
last reward and the sum of rewards, how it ended, a CRC-32 over the float32 observations of all its
steps, and the observations at some steps.
"""

import gzip
import json
import random
import zlib

import gymnasium as gym
import numpy as np

SHOWN_STEPS = {1, 2, 5, 10, 20, 50, 100, 200, 300, 400}


def random_policy(seed):
    picker = random.Random(seed)
    return lambda step, observation: picker.randrange(2)


def balancing(seed):
    return lambda step, o: int(o[2] + 0.3 * o[3] + 0.05 * o[0] + 0.1 * o[1] > 0)


def drifting(seed):
    # Holds the pole a little off: after some 200 steps the cart leaves the track.
    lean = 0.04 if seed % 2 else -0.04
    return lambda step, o: int(o[2] + 0.3 * o[3] > lean)


SCRIPTS = {
    "random": random_policy,
    "balancing": balancing,
    "drifting": drifting,
    "left": lambda seed: lambda step, o: 0,
    "right": lambda seed: lambda step, o: 1,
    "alternating": lambda seed: lambda step, o: step % 2,
}


def hex32(observation):
    return "".join(f"{bits:08x}" for bits in observation.view(np.uint32).tolist())


def episode(env, policy, seed, options):
    observation, _ = env.reset(seed=seed, options=options)
    state = np.asarray(env.unwrapped.state, dtype=np.float64)
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
    bits = "".join(str(action) for action in actions)
    return {
        "state": "".join(f"{word:016x}" for word in state.view(np.uint64).tolist()),
        "actions": f"{int(bits, 2):0{(len(bits) + 3) // 4}x}",
        "length": len(actions),
        "last_reward": rewards[-1],
        "return": sum(rewards),
        "terminated": terminated,
        "truncated": truncated,
        "crc": checksum,
        "observations": shown,
    }


def case(seed, script, episodes, sutton_barto_reward=False, max_episode_steps=None, options=None):
    env = gym.make(
        "CartPole-v1",
        sutton_barto_reward=sutton_barto_reward,
        max_episode_steps=max_episode_steps,
    )
    policy = SCRIPTS[script](seed)
    played = [
        episode(env, policy, seed if number == 0 else None, options) for number in range(episodes)
    ]
    env.close()
    return {
        "seed": str(seed),
        "script": script,
        "sutton_barto_reward": sutton_barto_reward,
        "max_episode_steps": max_episode_steps,
        "options": options,
        "episodes": played,
    }


def cases():
    picker = random.Random(20)
    large = [2**31 - 1, 2**32 - 1, 2**32, 2**63 - 1, 2**63, 2**64 - 1]
    large += [picker.getrandbits(64) for _ in range(14)]
    for seed in [*range(200), *large]:
        yield case(seed, "random", 3, sutton_barto_reward=seed % 2 == 1)
    for seed in range(1000, 1030):
        yield case(seed, "balancing", 2, sutton_barto_reward=seed % 3 == 0)
        yield case(seed, "drifting", 2, sutton_barto_reward=seed % 3 == 1)
    for seed in range(2000, 2008):
        for script in ("left", "right", "alternating"):
            yield case(seed, script, 2, sutton_barto_reward=seed % 2 == 0)
    for seed in range(3000, 3010):
        # Falls on the very step on which time is up: both ends at once.
        length = case(seed, "random", 1)["episodes"][0]["length"]
        yield case(seed, "random", 2, seed % 2 == 0, max_episode_steps=length)
        yield case(seed, "random", 2, max_episode_steps=7)
    for seed in range(4000, 4010):
        yield case(seed, "random", 3, options={"low": -0.1, "high": 0.15})
        yield case(seed, "balancing", 1, options={"low": 0.02})


print("gymnasium", gym.__version__, "numpy", np.__version__)
versions = {"gymnasium": gym.__version__, "numpy": np.__version__}
text = json.dumps({"versions": versions, "cases": list(cases())}, separators=(",", ":"))
with open("trajectories.json.gz", "wb") as file:
    file.write(gzip.compress(text.encode(), mtime=0))
