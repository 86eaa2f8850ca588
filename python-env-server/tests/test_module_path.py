"""The user's modules are found, and shadow nothing of the server's."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from gymbridge_server import module_path

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_SCRIPT = """
import sys
import gymbridge_server.server
from gymbridge_server import module_path
module_path.extend()
module_path.extend()
import mine, queue, random
print(mine.__file__)
print(random.Random(7).random() > 0)
print(sys.path.count(sys.argv[1]))
"""


def test_modules_of_the_user_are_found_and_shadow_nothing(tmp_path: Path) -> None:
    for name in ("gymnasium", "numpy", "grpc", "random", "queue"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('shadowed')\n")
    (tmp_path / "mine.py").write_text("")
    script = tmp_path / "elsewhere" / "script.py"
    script.parent.mkdir()
    script.write_text(_SCRIPT)

    answer = subprocess.run(
        [sys.executable, str(script), str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "GYMBRIDGE_MODULE_PATH": f"{tmp_path}{os.pathsep}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == [str(tmp_path / "mine.py"), "True", "1"]


def test_a_folder_is_named_for_processes_that_start_elsewhere_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GYMBRIDGE_MODULE_PATH", "/first")
    monkeypatch.chdir(tmp_path)

    module_path.name(["."])

    assert os.environ["GYMBRIDGE_MODULE_PATH"] == f"/first{os.pathsep}{tmp_path.resolve()}"
