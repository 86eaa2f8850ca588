"""The classic script's twin in PyTorch: what the preset ``minimalrl`` describes, in one process.

A Q-network 4-128-128-2, learned after each episode from batches of Python tuples. It honours the
time limit of 500 steps, and bootstraps through it. Prints one JSON object at the end, and a line
``first gradient step`` when it takes that.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import deque
from time import perf_counter
from typing import Any

import gymnasium as gym
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

DISCOUNT = 0.98
CAPACITY = 50_000
LEARNING_STARTS = 2_000
BATCH_SIZE = 32
UPDATES_EACH_EPISODE = 10
LEARNING_RATE = 0.0005
REWARD_SCALE = 0.01
TARGET_PERIOD = 20


def q_network(inputs: int, hidden_sizes: list[int], actions: int) -> nn.Sequential:
    """Make fully connected layers with ReLU between them."""
    layers: list[nn.Module] = []
    for size in hidden_sizes:
        layers += [nn.Linear(inputs, size), nn.ReLU()]
        inputs = size
    return nn.Sequential(*layers, nn.Linear(inputs, actions))


def epsilon(episode: int) -> float:
    """Return the exploration rate of an episode."""
    return max(0.01, 0.08 - 0.01 * (episode / 200))


class Twin:
    """The script's state: two networks, an optimiser, a buffer."""

    def __init__(self) -> None:
        self.online = q_network(4, [128, 128], 2)
        self.target = q_network(4, [128, 128], 2)
        self.target.load_state_dict(self.online.state_dict())
        self.optimizer = torch.optim.Adam(self.online.parameters(), lr=LEARNING_RATE)
        self.buffer: deque[tuple[Any, int, float, Any, float]] = deque(maxlen=CAPACITY)
        self.gradient_steps = 0

    def act(self, observation: Any, rate: float) -> int:
        values = self.online(torch.from_numpy(observation))
        return random.randrange(2) if random.random() < rate else int(values.argmax().item())

    def play(self, environment: gym.Env[Any, int], rate: float, seed: int | None) -> int:
        """Play one episode into the buffer; return its length."""
        observation, _ = environment.reset(seed=seed)
        length, ended = 0, False
        while not ended:
            action = self.act(observation, rate)
            following, reward, terminated, truncated, _ = environment.step(action)
            ended = terminated or truncated
            scaled = float(reward) * REWARD_SCALE
            self.buffer.append((observation, action, scaled, following, 0.0 if terminated else 1.0))
            observation = following
            length += 1
        return length

    def sample(self) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        columns = list(zip(*random.sample(self.buffer, BATCH_SIZE), strict=True))
        observations, actions, rewards, following, going_on = columns
        return (
            torch.from_numpy(np.array(observations)),
            torch.tensor(actions).unsqueeze(1),
            torch.tensor(rewards).unsqueeze(1),
            torch.from_numpy(np.array(following)),
            torch.tensor(going_on).unsqueeze(1),
        )

    def learn(self) -> None:
        for _ in range(UPDATES_EACH_EPISODE):
            observations, actions, rewards, following, going_on = self.sample()
            chosen = self.online(observations).gather(1, actions)
            best = self.target(following).max(1, keepdim=True)[0]
            loss = functional.smooth_l1_loss(
                chosen, (rewards + DISCOUNT * best * going_on).detach()
            )
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            if self.gradient_steps == 0:
                print("first gradient step", flush=True)
            self.gradient_steps += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    random.seed(arguments.seed)
    environment = gym.make("CartPole-v1")
    twin = Twin()
    lengths = []
    begin = perf_counter()
    for episode in range(arguments.episodes):
        seed = arguments.seed if episode == 0 else None
        lengths.append(twin.play(environment, epsilon(episode), seed))
        if len(twin.buffer) > LEARNING_STARTS:
            twin.learn()
        if (episode + 1) % TARGET_PERIOD == 0:
            twin.target.load_state_dict(twin.online.state_dict())
    seconds = perf_counter() - begin
    last = lengths[-100:]
    result = {
        "env_steps": sum(lengths),
        "gradient_steps": twin.gradient_steps,
        "seconds": seconds,
        "env_steps_per_second": sum(lengths) / seconds,
        "last_100_episodes": sum(last) / len(last),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
