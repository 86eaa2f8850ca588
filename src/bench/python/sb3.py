"""Stable-Baselines3's DQN on CartPole-v1 with the settings of RL Baselines3 Zoo, on one thread.

Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
from time import perf_counter

import gymnasium as gym
import torch
from stable_baselines3 import DQN
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.monitor import Monitor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    begin = perf_counter()
    agent = DQN(
        "MlpPolicy",
        gym.make("CartPole-v1"),
        learning_rate=2.3e-3,
        batch_size=64,
        buffer_size=100_000,
        learning_starts=1000,
        gamma=0.99,
        target_update_interval=10,
        train_freq=256,
        gradient_steps=128,
        exploration_fraction=0.16,
        exploration_final_eps=0.04,
        policy_kwargs={"net_arch": [256, 256]},
        seed=arguments.seed,
        device="cpu",
    )
    agent.learn(arguments.steps)
    seconds = perf_counter() - begin
    mean, _ = evaluate_policy(agent, Monitor(gym.make("CartPole-v1")), n_eval_episodes=100)
    print(json.dumps({"env_steps": arguments.steps, "seconds": seconds, "mean": mean}))


if __name__ == "__main__":
    main()
