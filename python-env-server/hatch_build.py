"""Generates the protobuf modules from the repository's ``proto/`` whenever the package is built."""

from __future__ import annotations

import re
import shutil
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

from grpc_tools import protoc
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PROTO_PACKAGE = Path("gymbridge", "v1")
GENERATED = Path("src", "gymbridge_server", "_generated")

# protoc names modules by the path of their .proto file. Here they stand in one private package, so
# their imports of each other become relative.
ABSOLUTE_IMPORT = re.compile(r"^from gymbridge\.v1 import ", re.MULTILINE)


class ProtobufBuildHook(BuildHookInterface):
    """Runs protoc before hatchling collects the files of a wheel or an editable installation."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate the modules, or carry the sources of them into a source distribution."""
        del version
        root = Path(self.root)
        if self.target_name == "sdist":
            build_data["force_include"][str(find_proto(root))] = "proto"
        else:
            generate(find_proto(root), root / GENERATED)


def find_proto(root: Path) -> Path:
    """Find the .proto files: inside a source distribution, or beside the project."""
    for candidate in (root / "proto", root.parent / "proto"):
        if (candidate / PROTO_PACKAGE).is_dir():
            return candidate
    message = f"no {PROTO_PACKAGE} in {root / 'proto'} or {root.parent / 'proto'}"
    raise FileNotFoundError(message)


def generate(proto: Path, target: Path) -> None:
    """Replace the contents of ``target`` by the modules of the .proto files under ``proto``."""
    sources = sorted(str(path) for path in (proto / PROTO_PACKAGE).glob("*.proto"))
    with tempfile.TemporaryDirectory() as scratch:
        # google/protobuf/*.proto, should a source import one.
        well_known = resources.files("grpc_tools") / "_proto"
        arguments = ["protoc", f"--proto_path={proto}", f"--proto_path={well_known}"]
        arguments += [f"--python_out={scratch}", f"--pyi_out={scratch}", *sources]
        if protoc.main(arguments) != 0:
            message = f"protoc failed on {', '.join(sources)}"
            raise RuntimeError(message)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        (target / "__init__.py").write_text('"""Generated from proto/; do not edit."""\n')
        for module in (Path(scratch) / PROTO_PACKAGE).iterdir():
            text = ABSOLUTE_IMPORT.sub("from . import ", module.read_text(encoding="utf-8"))
            (target / module.name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    project = Path(__file__).parent
    generate(find_proto(project), project / GENERATED)
