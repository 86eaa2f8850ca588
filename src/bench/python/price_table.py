"""Measures gymbridge beside PyTorch, Gymnasium and Stable-Baselines3; prints a table for the docs.

The groups take turns, a round each, so that what else the machine does meets them alike. Each ratio
is taken within a round; the table shows the median of the rounds, with the lowest and the highest.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rounds import FULL, GROUPS, ONCE, QUICK, Figures

RESULTS = Path("target") / "bench" / "price-table.json"


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure that is computed from those of a round."""

    what: str
    against: str
    goal: str
    figure: Callable[[Figures], float]
    unit: str = "x"


def _network_rows() -> list[Row]:
    rows = []
    for preset in ("minimalrl", "cartpole", "default"):
        act, update = f"{preset}_act_us", f"{preset}_update_us"
        rows += [
            Row(
                f"one act, preset `{preset}`",
                "PyTorch eager under no_grad",
                "2.5 x faster",
                lambda f, k=act: f["torch_" + k] / f[k],  # type: ignore[misc]
            ),
            Row(
                f"one update, preset `{preset}`",
                "PyTorch eager, the same batch",
                "4 x faster",
                lambda f, k=update: f["torch_" + k] / f[k],  # type: ignore[misc]
            ),
        ]
    return rows


ROWS = [
    Row(
        "a step, N = 1, beyond `env.step`'s own time, p50",
        "a bare gRPC stream, 64 bytes",
        "at most 0.067",
        lambda f: f["bridge_bridge_us"] / f["stream_p50_us"],
    ),
    Row(
        "the same",
        "a bare Unix socket, 64 bytes",
        "at most 3",
        lambda f: f["bridge_bridge_us"] / f["socket_p50_us"],
    ),
    Row(
        "the same, p99",
        "its own p50",
        "at most 3",
        lambda f: f["bridge_bridge_p99_us"] / f["bridge_bridge_us"],
    ),
    Row(
        "p99 of a bare Unix socket, 64 bytes",
        "its own p50",
        "",
        lambda f: f["socket_p99_us"] / f["socket_p50_us"],
    ),
    Row(
        "`minimalrl` over the bridge, env steps a second",
        "the PyTorch twin",
        "2",
        lambda f: f["bridge_training_sps"] / f["twin_training_sps"],
    ),
    Row(
        "`minimalrl`, native, env steps a second",
        "the PyTorch twin",
        "8",
        lambda f: f["native_training_sps"] / f["twin_training_sps"],
    ),
    Row(
        "N = 1,024 over the bridge, vectorised, env steps a second",
        "`gymnasium.make_vec` in process",
        "0.8",
        lambda f: f["bridge_vector_1024_sps"] / f["process_vector_1024_sps"],
    ),
    Row(
        "N = 8 over the bridge, one after another",
        "SyncVectorEnv in process",
        "0.8",
        lambda f: f["bridge_sync_8_sps"] / f["process_sync_8_sps"],
    ),
    Row(
        "N = 64 over the bridge, one after another",
        "SyncVectorEnv in process",
        "0.8",
        lambda f: f["bridge_sync_64_sps"] / f["process_sync_64_sps"],
    ),
    Row(
        "a rendered CartPole frame over the bridge",
        "drawing it in process",
        "at most 1.25",
        lambda f: f["bridge_frame_us"] / f["process_frame_us"],
    ),
    *_network_rows(),
    Row(
        "native CartPole, N = 1,024, env steps a second",
        "Gymnasium's CartPoleVectorEnv",
        "10",
        lambda f: f["native_sync_1024_sps"] / f["process_vector_1024_sps"],
    ),
    Row(
        "JVM start to first gradient step, native",
        "the twin's",
        "below 1",
        lambda f: f["native_start_s"] / f["twin_start_s"],
    ),
    Row(
        "the same over the bridge, server included",
        "the twin's",
        "",
        lambda f: f["bridge_start_s"] / f["twin_start_s"],
    ),
    Row("resident memory, native", "", "", lambda f: f["native_mb"], "MB"),
    Row(
        "resident memory over the bridge, all processes",
        "the twin with torch",
        "below 1",
        lambda f: f["bridge_mb"] / f["twin_mb"],
    ),
    Row("the same", "", "", lambda f: f["bridge_mb"], "MB"),
    Row("the twin's", "", "", lambda f: f["twin_mb"], "MB"),
    Row(
        "memory at the end of a long run over the bridge",
        "half-way",
        "1",
        lambda f: f["end_mb"] / f["half_way_mb"],
    ),
    Row("allocated an env step, native", "", "", lambda f: f["native_bytes"], "bytes"),
    Row("allocated an env step over the bridge", "", "", lambda f: f["bridge_bytes"], "bytes"),
    Row(
        "CartPole-v1 solved, native, process start included",
        "Stable-Baselines3",
        "at most 0.33",
        lambda f: f["native_solving_s"] / f["sb3_solving_s"],
    ),
    Row(
        "CartPole-v1 solved over the bridge",
        "Stable-Baselines3",
        "at most 0.33",
        lambda f: f["bridge_solving_s"] / f["sb3_solving_s"],
    ),
]


def number(value: float) -> str:
    """Return three digits that say something: 0.123, 1.23, 12.3, 123, 1,234."""
    decimals = 0 if value >= 99.95 else 1 if value >= 9.995 else 2 if value >= 0.9995 else 3
    return f"{value:,.{decimals}f}"


def table(rounds: list[Figures]) -> str:
    """Return the table in Markdown; rows whose figures were not measured are left out."""
    lines = ["| what | against | goal | measured | lowest - highest |", "|:--|:--|:--|--:|--:|"]
    for row in ROWS:
        values = []
        for figures in rounds:
            try:
                values.append(row.figure(figures))
            except KeyError:
                continue
        if values:
            middle, low, high = median(values), min(values), max(values)
            spread = f"{number(low)} - {number(high)}" if len(values) > 1 else "one round"
            cells = [row.what, row.against, row.goal, f"{number(middle)} {row.unit}", spread]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def figures_table(rounds: list[Figures]) -> str:
    """Return the figures that the ratios were taken from, median with spread."""
    lines = ["| figure | median | lowest - highest |", "|:--|--:|--:|"]
    for name in sorted({name for figures in rounds for name in figures}):
        values = [figures[name] for figures in rounds if name in figures]
        spread = f"{number(min(values))} - {number(max(values))}"
        lines.append(f"| {name} | {number(median(values))} | {spread} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="src/bench/run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three short rounds, for a first look")
    parser.add_argument("--rounds", type=int, help="at least 1 (default: 5, quick 3)")
    parser.add_argument("--only", action="append", choices=list(GROUPS), help="these groups alone")
    arguments = parser.parse_args()
    length, count = (QUICK, 3) if arguments.quick else (FULL, 5)
    groups = arguments.only or list(GROUPS)
    load = os.getloadavg()[0]
    rounds: list[Figures] = []
    for number_of_round in range(1, (arguments.rounds or count) + 1):
        figures: Figures = {}
        for name in groups:
            if number_of_round == 1 or name not in ONCE:
                print(f"round {number_of_round}: {name}", file=sys.stderr, flush=True)
                figures |= GROUPS[name](length, number_of_round)
        rounds.append(figures)
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps({"load_average_before": load, "rounds": rounds}, indent=1))
    print(f"{platform.platform()}, {os.cpu_count()} processors, load average {load:.1f} before\n")
    print(table(rounds), "\n\n", figures_table(rounds), sep="")


if __name__ == "__main__":
    main()
