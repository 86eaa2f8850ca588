"""One round of each group of figures: what is compared is measured side by side in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from programs import (
    allocated,
    bare,
    gymbridge,
    memory,
    python,
    run,
    run_directory,
    seconds_to_first_gradient,
    timed,
    train,
)

Figures = dict[str, float]


@dataclass(frozen=True)
class Length:
    """How long a round takes."""

    seconds: float
    episodes: int
    steps: int


FULL = Length(seconds=1.0, episodes=1000, steps=50_000)
QUICK = Length(seconds=0.5, episodes=200, steps=10_000)


def _bench(length: Length, *arguments: str) -> Any:
    time = ["--seconds", str(length.seconds), "--rounds", "1", "--json"]
    return run(gymbridge("bench", *arguments, *time))


def _carrier(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows over the bridge as a user has it: on the lane, where there is one."""
    over = [row for row in rows if row["way"].startswith("bridge")]
    return [row for row in over if "lane" in row["way"]] or over


def steps(length: Length, _: int) -> Figures:
    """Measure steps of one, 8, 64 and 1,024 environments, and empty messages."""
    figures: Figures = {}
    for kind in ("stream", "socket"):
        figures |= {f"{kind}_{name}": value for name, value in bare(kind, length.seconds).items()}
    rows = _bench(length, "--only", "step", "--num-envs", "1,8,64,1024")["steps"]
    for n in (1, 8, 64, 1024):
        of_n = [row for row in rows if row["num_envs"] == n]
        for where, found in (
            ("process", [row for row in of_n if row["way"].startswith("Gymnasium")]),
            ("bridge", _carrier(of_n)),
            ("native", [row for row in of_n if row["way"].startswith("native")]),
        ):
            for row in found:
                kind = "vector" if "vectorised" in row["way"] else "sync"
                figures[f"{where}_{kind}_{n}_sps"] = row["env_steps_per_second"]
                if n == 1:
                    figures |= {
                        f"{where}_{key}": row[key]
                        for key in ("p50_us", "bridge_us", "bridge_p99_us")
                        if key in row
                    }
    return figures


def frames(length: Length, _: int) -> Figures:
    """Measure the drawing of a frame."""
    rows = _bench(length, "--only", "frame")["frames"]
    return {
        "process_frame_us": next(r["p50_us"] for r in rows if r["way"].startswith("Gymnasium")),
        "bridge_frame_us": _carrier(rows)[0]["p50_us"],
        "native_frame_us": next(r["p50_us"] for r in rows if r["way"].startswith("native")),
    }


def networks(length: Length, _: int) -> Figures:
    """Measure an act and an update of each preset."""
    ours = _bench(length, "--only", "update", "--num-envs", "1")["networks"]
    shapes = [{k: v for k, v in network.items() if k != "operations"} for network in ours]
    theirs = run(python("torch_costs.py", str(length.seconds), json.dumps(shapes)))
    figures: Figures = {}
    for network in ours:
        name = network["preset"]
        act, update = (operation["p50_us"] for operation in network["operations"])
        figures |= {f"{name}_act_us": act, f"{name}_update_us": update}
        figures |= {f"torch_{name}_{key}": value for key, value in theirs[name].items()}
    return figures


def trainings(length: Length, number: int) -> Figures:
    """Train the classic script's preset natively and over the bridge, and its twin."""
    arguments = ["--preset", "minimalrl", "--seed", str(number)]
    arguments += ["--episodes", str(length.episodes)]
    figures = {}
    for name, environment in (("native", "native:CartPole-v1"), ("bridge", "CartPole-v1")):
        with run_directory() as directory:
            summary = run(train(directory, environment, *arguments))
            figures[f"{name}_training_sps"] = summary["env_steps"] / summary["wall_seconds"]
    twin = run(python("twin.py", "--seed", str(number), "--episodes", str(length.episodes)))
    return figures | {"twin_training_sps": twin["env_steps_per_second"]}


def starts(_: Length, number: int) -> Figures:
    """Measure the time from the start of the program to its first gradient step."""
    figures = {}
    for name, environment in (("native", "native:CartPole-v1"), ("bridge", "CartPole-v1")):
        with run_directory() as directory:
            command = train(directory, environment, "--preset", "minimalrl", "--seed", str(number))
            figures[f"{name}_start_s"] = seconds_to_first_gradient(command, directory)
    twin = python("twin.py", "--seed", str(number))
    return figures | {"twin_start_s": seconds_to_first_gradient(twin)}


def resident(length: Length, number: int) -> Figures:
    """Measure the largest proportional set size, all processes of a program together."""
    arguments = ["--preset", "minimalrl", "--seed", str(number)]
    arguments += ["--episodes", str(length.episodes)]
    figures = {}
    for name, environment in (("native", "native:CartPole-v1"), ("bridge", "CartPole-v1")):
        with run_directory() as directory:
            figures[f"{name}_mb"] = max(memory(train(directory, environment, *arguments)))
    twin = python("twin.py", "--seed", str(number), "--episodes", str(length.episodes))
    return figures | {"twin_mb": max(memory(twin))}


def growth(length: Length, number: int) -> Figures:
    """Measure whether memory grows over five times the episodes of the other rounds."""
    total = str(5 * length.episodes)
    with run_directory() as directory:
        options = ["--preset", "minimalrl", "--episodes", total, "--seed", str(number)]
        samples = memory(train(directory, "CartPole-v1", *options))
    half = len(samples) // 2
    quarter = max(1, len(samples) // 10)
    return {
        "half_way_mb": sorted(samples[half : half + quarter])[quarter // 2],
        "end_mb": sorted(samples[-quarter - 1 : -1])[quarter // 2],
    }


def allocation(length: Length, number: int) -> Figures:
    """Measure the bytes that a training allocates for each env step beyond its start."""
    figures = {}
    for name, environment in (("native", "native:CartPole-v1"), ("bridge", "CartPole-v1")):
        found = []
        for episodes in (length.episodes // 4, length.episodes):
            with run_directory() as directory:
                options = ["--preset", "minimalrl", "--seed", str(number)]
                options += ["--episodes", str(episodes)]
                found.append(allocated(train(directory, environment, *options)[3:]))
        (few_bytes, few_steps), (many_bytes, many_steps) = found
        figures[f"{name}_bytes"] = (many_bytes - few_bytes) / (many_steps - few_steps)
    return figures


def solving(length: Length, number: int) -> Figures:
    """Measure the whole time of CartPole-v1 with the default preset, and of Stable-Baselines3."""
    figures = {}
    for name, environment in (("native", "native:CartPole-v1"), ("bridge", "CartPole-v1")):
        with run_directory() as directory:
            options = ["--preset", "cartpole", "--seed", str(number)]
            options += ["--total-steps", str(length.steps)]
            figures[f"{name}_solving_s"] = timed(train(directory, environment, *options))
    sb3 = python("sb3.py", "--seed", str(number), "--steps", str(length.steps))
    return figures | {"sb3_solving_s": timed(sb3)}


GROUPS: dict[str, Callable[[Length, int], Figures]] = {
    "steps": steps,
    "frames": frames,
    "networks": networks,
    "trainings": trainings,
    "starts": starts,
    "resident": resident,
    "solving": solving,
    "allocation": allocation,
    "growth": growth,
}

# These say the same each time, or take minutes: one round.
ONCE = {"resident", "allocation", "growth"}
