"""The fuzzer guided by coverage: ``python -m tests.fuzz_guided SECONDS [CORPUS]``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

# What is imported in here is what coverage is measured of.
with atheris.instrument_imports(include=["gymbridge_server"]):
    from tests import fuzz


def main() -> None:
    """Start from the sound sessions."""
    corpus = Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp())
    corpus.mkdir(exist_ok=True)
    for i, requests in enumerate(fuzz.seeds()):
        (corpus / f"seed-{i}").write_bytes(fuzz.join(requests))
    options = [f"-max_total_time={sys.argv[1]}", "-max_len=16384", "-timeout=60"]
    atheris.Setup([sys.argv[0], *options, "-print_final_stats=1", str(corpus)], fuzz.one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
