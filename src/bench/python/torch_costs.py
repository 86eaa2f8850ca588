"""What PyTorch takes, eagerly and on one thread, for an act and an update of each preset's network.

``torch_costs.py SECONDS NETWORKS``: NETWORKS is the JSON of ``bench --only update --json``. The
batch lies ready as tensors: sampling it is no part of the update, here or there.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from twin import q_network

INPUTS = 4
ACTIONS = 2

# Munchausen's, as the presets have them.
ALPHA = 0.9
TEMPERATURE = 0.003
LOWEST_LOG = -1.0


def network_of(preset: dict[str, Any]) -> nn.Sequential:
    """Make the preset's network, its hidden layers normalised where it says so."""
    plain = q_network(INPUTS, preset["hidden_sizes"], ACTIONS)
    layers: list[nn.Module] = []
    for layer in plain:
        if preset["layer_norm"] and isinstance(layer, nn.ReLU):
            layers.append(nn.LayerNorm(layers[-1].out_features))
        layers.append(layer)
    return nn.Sequential(*layers)


def soft_targets(
    target: nn.Module, here: Tensor, actions: Tensor, following: Tensor
) -> tuple[Tensor, Tensor]:
    """Return what Munchausen adds to the rewards, and the soft value of what follows."""
    log_here = TEMPERATURE * functional.log_softmax(target(here) / TEMPERATURE, 1)
    values = target(following)
    log_following = functional.log_softmax(values / TEMPERATURE, 1)
    soft = (log_following.exp() * (values - TEMPERATURE * log_following)).sum(1, keepdim=True)
    return ALPHA * log_here.gather(1, actions).clamp(LOWEST_LOG, 0), soft


def median_micros(task: Callable[[], object], seconds: float) -> float:
    """Run a task as long to warm up and as long again; return the median in microseconds."""
    taken: list[float] = []
    for _ in ("warm up", "measure"):
        taken.clear()
        begin = start = perf_counter()
        while start - begin < seconds:
            task()
            end = perf_counter()
            taken.append(end - start)
            start = end
    return 1e6 * sorted(taken)[len(taken) // 2]


def update_of(network: dict[str, Any], online: nn.Module) -> Callable[[], None]:
    """Return an update of as many gradient steps as the preset takes at once."""
    target = copy.deepcopy(online)
    optimizer = torch.optim.Adam(online.parameters(), lr=1e-4)
    size = network["batch_size"]
    observations, following = torch.rand(size, INPUTS), torch.rand(size, INPUTS)
    actions = torch.randint(ACTIONS, (size, 1))
    rewards, discounts = torch.ones(size, 1), torch.full((size, 1), 0.99)

    def gradient_step() -> None:
        added: Tensor | float = 0.0
        with torch.no_grad():
            if network["munchausen"]:
                added, best = soft_targets(target, observations, actions, following)
            elif network["double_dqn"]:
                best = target(following).gather(1, online(following).argmax(1, keepdim=True))
            else:
                best = target(following).max(1, keepdim=True)[0]
        loss = functional.smooth_l1_loss(
            online(observations).gather(1, actions), rewards + added + discounts * best
        )
        optimizer.zero_grad()
        loss.backward()
        if network.get("max_gradient_norm") is not None:
            nn.utils.clip_grad_norm_(online.parameters(), network["max_gradient_norm"])
        optimizer.step()

    def update() -> None:
        for _ in range(network["gradient_steps"]):
            gradient_step()

    return update


def main() -> None:
    seconds = float(sys.argv[1])
    torch.set_num_threads(1)
    costs = {}
    for network in json.loads(sys.argv[2]):
        online = network_of(network)
        observation = torch.rand(INPUTS).numpy()

        def act(online: nn.Module = online, observation: Any = observation) -> int:
            with torch.no_grad():
                return int(online(torch.from_numpy(observation)).argmax().item())

        costs[network["preset"]] = {
            "act_us": median_micros(act, seconds),
            "update_us": median_micros(update_of(network, online), seconds),
        }
    print(json.dumps(costs))


if __name__ == "__main__":
    main()
