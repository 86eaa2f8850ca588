"""The programs that are measured: gymbridge itself, PyTorch's side, the bare carriers."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[3]
HERE: Final = Path(__file__).resolve().parent
JAR: Final = ROOT / "target" / "gymbridge.jar"
BARE_CLASSES: Final = ROOT / "target" / "bench" / "classes"
POLL_SECONDS: Final = 0.005
MEMORY_PERIOD_SECONDS: Final = 0.2


def java(*arguments: str) -> list[str]:
    """Return a command of the JVM."""
    return ["java", *arguments]


def gymbridge(*arguments: str) -> list[str]:
    """Return a command of the product, as its users type it."""
    return java("-jar", str(JAR), *arguments)


def python(script: str, *arguments: str) -> list[str]:
    """Return a command of a script of this folder."""
    return [sys.executable, str(HERE / script), *arguments]


def train(directory: str, environment: str, *arguments: str) -> list[str]:
    """Return the command of a training that leaves its run in a directory."""
    options = ["--env", environment, "--run-dir", directory, "--json", "--no-test"]
    return gymbridge("train", *options, *arguments)


def last_json(output: str) -> Any:
    """Return the JSON object that a program printed last."""
    lines = [line for line in output.splitlines() if line.startswith("{")]
    if not lines:
        raise SystemExit(f"a program printed no JSON object but: {output[-500:]!r}")
    return json.loads(lines[-1])


def run(command: list[str]) -> Any:
    """Run a program to its end; return the JSON object that it printed last."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        shown = " ".join(command)
        raise SystemExit(f"{shown} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return last_json(done.stdout)


def timed(command: list[str]) -> float:
    """Return the seconds that a program takes, its start included."""
    begin = time.perf_counter()
    run(command)
    return time.perf_counter() - begin


@contextmanager
def run_directory() -> Iterator[str]:
    """Make a place for a run, and remove it."""
    with tempfile.TemporaryDirectory(prefix="gymbridge-bench-") as directory:
        yield str(Path(directory) / "run")


@contextmanager
def bare_server(kind: str) -> Iterator[str]:
    """Start the Python end of a bare carrier; yields the address for ``Bare``."""
    with tempfile.TemporaryDirectory() as directory:
        path = str(Path(directory) / "socket")
        arguments = [kind, path] if kind == "socket" else [kind]
        server = subprocess.Popen(
            python("bare_servers.py", *arguments), stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            said = server.stdout.readline().strip()
            yield path if kind == "socket" else f"127.0.0.1:{said}"
        finally:
            server.kill()
            server.wait()


def bare(kind: str, seconds: float) -> dict[str, float]:
    """Measure an empty message there and back over a ``socket`` or a gRPC ``stream``."""
    classpath = f"{BARE_CLASSES}:{ROOT / 'target' / 'lib'}/*"
    with bare_server(kind) as address:
        main = "dev.gymbridge.bare.Bare"
        result: dict[str, float] = run(java("-cp", classpath, main, kind, address, str(seconds)))
        return result


def seconds_to_first_gradient(command: list[str], directory: str | None = None) -> float:
    """Return the seconds from a program's start to its first gradient step, then end it.

    A run in a directory shows it by the first row of ``progress.csv`` with a gradient step, the
    twin by a line of its output.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    )
    try:
        if directory is None:
            assert process.stdout is not None
            if not any("first gradient step" in line for line in process.stdout):
                raise SystemExit(f"{command} ended without a gradient step")
        else:
            progress = Path(directory) / "progress.csv"
            while not _has_gradient_step(progress):
                if process.poll() is not None:
                    raise SystemExit(f"{command} ended without a gradient step")
                time.sleep(POLL_SECONDS)
        return time.perf_counter() - begin
    finally:
        process.kill()
        process.wait()


def _has_gradient_step(progress: Path) -> bool:
    if not progress.exists():
        return False
    with progress.open() as file:
        return any((row["gradient_steps"] or "0") != "0" for row in csv.DictReader(file))


def allocated(arguments: list[str]) -> tuple[float, int]:
    """Return the bytes that a training allocates, and its env steps.

    Under Epsilon nothing is collected, so that the heap at the end is all that was allocated.
    """
    with tempfile.TemporaryDirectory() as directory:
        log = Path(directory) / "gc.log"
        flags = ["-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xmx4g"]
        summary = run(java(*flags, f"-Xlog:gc:file={log}", "-jar", str(JAR), *arguments))
        used = re.findall(r"committed, (\d+)([KMG]) ", log.read_text())
    value, unit = used[-1]
    return int(value) * {"K": 2**10, "M": 2**20, "G": 2**30}[unit], summary["env_steps"]


class Memory:
    """Watches the proportional set size of a program with all its processes, in megabytes."""

    def __init__(self, pid: int) -> None:
        self.samples: list[float] = []
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def end(self) -> None:
        """Stop to watch."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(MEMORY_PERIOD_SECONDS):
            self.samples.append(sum(_pss_megabytes(pid) for pid in _family(self._pid)))


def memory(command: list[str]) -> list[float]:
    """Run a program to its end; return what it held meanwhile, sample by sample, in megabytes."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    watch = Memory(process.pid)
    process.wait()
    watch.end()
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return watch.samples


def _family(pid: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:  # It ended meanwhile.
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    family = {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in family} - family
        if not more:
            return family
        family |= more


def _pss_megabytes(pid: int) -> float:
    try:
        text = Path("/proc", str(pid), "smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0
