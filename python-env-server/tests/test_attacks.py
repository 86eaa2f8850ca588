"""What somebody tries who wants the server to import, open or write what it should not."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import gymnasium
import pytest
from gymnasium.envs.registration import EnvSpec, registry

import gymbridge_server
from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server._generated import space_pb2
from gymbridge_server.dtypes import dtype_from_wire
from gymbridge_server.limits import Policy
from tests import springs
from tests.driver import Driver, ReplyError
from tests.servers import Start, Stream, children_of, wait_for

SCRIPTED = "Scripted-v2"
# States of /proc/net/tcp.
LISTENING, CONNECTED = "0A", "01"
STRICT = Policy(allowed_modules=frozenset({"tests"}), send_tracebacks=False)


def refused(environment_id: str = SCRIPTED, policy: Policy = STRICT, **fields: Any) -> ReplyError:
    driver = Driver(policy)
    modules = set(sys.modules)
    with pytest.raises(ReplyError) as caught:
        driver.make(environment_id, **fields)
    driver.close()
    assert set(sys.modules) - modules <= {"tests.hostile"}
    assert caught.value.session_continues
    assert len(caught.value.message) < 9_000
    assert "Traceback" not in caught.value.detail
    return caught.value


class TestModules:
    @pytest.mark.parametrize(
        "environment_id",
        [
            "antigravity:X-v0",
            "gymnasium.envs.registration:CartPole-v1",
            "gymnasium:CartPole-v1",
            ".:X-v0",
            ".tests:X-v0",
            "..tests:X-v0",
            "tests.:X-v0",
            "tests..environments:Scripted-v2",
            "tests.environments:antigravity:Scripted-v2",
            "antigravity:tests:Scripted-v2",
            "tests:antigravity:Scripted-v2",
            ":Scripted-v2",
            "::",
            "testsantigravity:X-v0",
            "antigravity.tests:X-v0",
            "Tests:X-v0",
            " tests:X-v0",
            "tests :X-v0",
            "tests\0:X-v0",
            "tests.\0:X-v0",
            "tests.environments\n:Scripted-v2",
            "tests/../antigravity:X-v0",
            "tests./etc/passwd:X-v0",
            "/tmp/antigravity:X-v0",
            "te\u017fts:X-v0",  # a long s, which NFKC makes an s
            "\uff54ests:X-v0",  # full width
            "t\u0435sts:X-v0",  # Cyrillic
            "tests\u200b:X-v0",  # no width at all
            "tests.__main__:X-v0",
            "tests.trap.__main__:X-v0",
            "tests.trap._private:X-v0",
            "tests.__init__:X-v0",
            "tests.__path__:X-v0",
            "tests; import os:X-v0",
            "__import__('os'):X-v0",
            "os.system('true'):X-v0",
        ],
    )
    def test_only_allowed_ones_are_imported(self, environment_id: str) -> None:
        error = refused(environment_id)
        assert error.code == "PERMISSION_DENIED"
        module = environment_id.rpartition(":")[0]
        wrapper = refused(wrappers=[(f"{module}:Doubled", {})])
        assert wrapper.code == "PERMISSION_DENIED"
        assert springs.SPRUNG == []

    def test_what_lies_in_an_allowed_one_may_be_imported(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(springs, "SPRUNG", [])
        driver = Driver(STRICT)
        with pytest.raises(ReplyError, match="UNKNOWN_ENVIRONMENT"):
            driver.make("tests.trap.public:X-v0")
        driver.close()
        assert springs.SPRUNG == ["tests.trap.public"]

    def test_a_private_one_may_be_allowed_by_its_own_name(self) -> None:
        policy = Policy(allowed_modules=frozenset({"package._private"}))
        assert policy.allows_module("package._private")
        assert policy.allows_module("package._private.public")
        assert not policy.allows_module("package._private._other")
        assert not policy.allows_module("package")

    def test_an_allowed_package_opens_none_whose_name_begins_alike(self) -> None:
        policy = Policy(allowed_modules=frozenset({"a.b"}))
        assert not any(map(policy.allows_module, ["a", "a.bc", "a.c", "b", "a.b_c", ""]))

    @pytest.mark.parametrize(
        "name",
        [
            "tests.environments:gymnasium",
            "tests.environments:gymnasium.Wrapper",
            "tests.environments:np",
            "tests.environments:__builtins__",
            "tests.environments:",
            "os.system",
            "vector",
            "vector.RecordVideo",
            "importlib",
            "__class__",
            "__dict__",
            "rendering.RecordVideo",
            "TimeLimit\0",
            "",
        ],
    )
    def test_a_wrapper_is_a_wrapper(self, name: str) -> None:
        assert refused(wrappers=[(name, {})]).code == "INVALID_ARGUMENT"

    @pytest.mark.parametrize("name", ["GymV21Environment-v0", "GymV26Environment-v0"])
    @pytest.mark.parametrize(
        "kwargs",
        [
            {"env_id": "antigravity:X-v0"},
            {"env_id": "antigravity:tests:X-v0"},
            {"env_id": "tests:antigravity:X-v0"},
            {"env_id": "X-v0", "make_kwargs": {"env_id": "antigravity:X-v0"}},
            {"make_kwargs": {"make_kwargs": {"env_id": "antigravity:X-v0"}}},
        ],
    )
    def test_ids_within_arguments_are_held_to_the_same(
        self, monkeypatch: pytest.MonkeyPatch, name: str, kwargs: dict[str, Any]
    ) -> None:
        monkeypatch.setitem(registry, name, EnvSpec(name, "tests.environments:EchoEnv"))
        assert refused(name, kwargs=kwargs).code == "PERMISSION_DENIED"


class TestArguments:
    @pytest.mark.parametrize("num_envs", [None, 2])
    @pytest.mark.parametrize(
        "key",
        [
            "entry_point",
            "vector_entry_point",
            "additional_wrappers",
            "wrappers",
            "vector_kwargs",
            "vectorization_mode",
            "env_fns",
            "env_creator",
            "spec",
            "env_spec",
            "id",
            "env",
            "self",
            "cls",
            "kwargs",
            "__class__",
            "__reduce__",
            "",
        ],
    )
    def test_none_is_interpreted_by_gymnasium(self, key: str, num_envs: int | None) -> None:
        values: list[Any] = [
            "antigravity:X",
            ["antigravity:X"],
            {"context": "fork", "worker": "antigravity:X"},
            [{"name": "X", "entry_point": "antigravity:X", "kwargs": {}}],
            b"cos\nsystem\n(S'true'\ntR.",  # a pickle
        ]
        for value in values:
            error = refused(kwargs={key: value}, num_envs=num_envs)
            assert error.code == "INVALID_ARGUMENT"

    def test_none_names_a_module_that_a_wrapper_imports(self) -> None:
        driver = Driver(STRICT)
        modules = set(sys.modules)
        with pytest.raises(ReplyError):
            # It takes modules; whether it is there depends on what is installed.
            driver.make(
                SCRIPTED,
                wrappers=[("ArrayConversion", {"env_xp": "antigravity", "target_xp": "this"})],
            )
        assert {"antigravity", "this"}.isdisjoint(set(sys.modules) - modules)

    def test_videos_are_not_written_where_a_client_says(self, tmp_path: Path) -> None:
        folder = tmp_path / "written"
        wrappers = [("RecordVideo", {"video_folder": str(folder)})]
        error = refused("CartPole-v1", render_mode="rgb_array", wrappers=wrappers)
        assert error.code == "PERMISSION_DENIED"
        assert "--allow-files" in error.message
        assert not folder.exists()

    def test_nor_by_another_name_of_that_wrapper(self) -> None:
        assert refused(wrappers=[("tests.hostile:Video", {})]).code == "PERMISSION_DENIED"

    @pytest.mark.parametrize(
        "name", ["/etc/passwd", "~/model.xml", "../model.xml", "a/../../b.xml", ".", "a\\b", "x\0"]
    )
    def test_models_are_not_read_where_a_client_says(self, name: str) -> None:
        error = refused("Ant-v5", kwargs={"xml_file": name})
        assert error.code == "PERMISSION_DENIED"
        assert "--allow-files" in error.message

    def test_models_that_come_with_mujoco_are(self) -> None:
        driver = Driver(STRICT)
        # Made, or refused for the package that is missing: not for the name.
        with pytest.raises(ReplyError, match=r"MISSING_DEPENDENCY|INVALID_ARGUMENT"):
            driver.make("Ant-v5", kwargs={"xml_file": "ant-that-is-missing.xml"})
        driver.close()

    def test_files_may_be_allowed(self, tmp_path: Path) -> None:
        policy = Policy(allow_files=True, send_tracebacks=False)
        wrappers = [("RecordVideo", {"video_folder": str(tmp_path / "videos")})]
        driver = Driver(policy)
        try:
            driver.make("CartPole-v1", render_mode="rgb_array", wrappers=wrappers)
        except ReplyError as e:
            assert e.code == "MISSING_DEPENDENCY"  # noqa: PT017 - if moviepy is not there
        driver.close()


class TestLength:
    @pytest.mark.parametrize(
        "environment_id",
        [
            "x" * 1_000_000,
            "tests:" + "x" * 1_000_000,
            "tests" + ".x" * 100_000 + ":X",
            "a/" * 100_000,
            "-v1" * 100_000,
            "Scripted-v" + "9" * 5_000,  # more digits than int() takes
            ":" * 100_000,
        ],
    )
    def test_of_a_name_has_an_end(self, environment_id: str) -> None:
        for error in (refused(environment_id), refused(wrappers=[(environment_id, {})])):
            assert error.code == "INVALID_ARGUMENT"
            assert "at most 256 characters" in error.message
            assert len(error.message) < 200

    def test_of_a_version_is_no_failure_of_the_server(self) -> None:
        assert refused("Scripted-v" + "9" * 245).code == "UNKNOWN_ENVIRONMENT"

    def test_of_a_message_has_an_end(self) -> None:
        error = refused(kwargs={"x" * 100_000: 1})
        assert error.code == "INVALID_ARGUMENT"
        assert error.message.endswith(" characters)")


class TestPickle:
    """Pickle joins the processes of an ASYNC vector. It never comes from a client."""

    def sources(self) -> Iterator[tuple[str, ast.AST]]:
        package = Path(gymbridge_server.__file__).parent
        for path in package.glob("*.py"):
            yield path.name, ast.parse(path.read_text(encoding="utf-8"))

    def test_no_module_of_the_server_reads_one_or_runs_text(self) -> None:
        unsafe = {"pickle", "cPickle", "cloudpickle", "dill", "marshal", "shelve", "joblib"}
        unsafe |= {"eval", "exec", "compile", "__import__", "allow_pickle", "yaml"}
        seen = 0
        for name, tree in self.sources():
            for node in ast.walk(tree):
                names: list[str] = []
                if isinstance(node, ast.Import):
                    names = [alias.name.partition(".")[0] for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [(node.module or "").partition(".")[0]]
                elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    names = [node.func.id]
                elif isinstance(node, ast.keyword):
                    names = [node.arg or ""]
                elif isinstance(node, ast.Attribute) and node.attr in {"load", "loads"}:
                    names = [node.value.id] if isinstance(node.value, ast.Name) else []
                seen += len(names)
                assert not unsafe.intersection(names), (name, names)
        assert seen > 500

    def test_no_dtype_on_the_wire_holds_objects(self) -> None:
        numbers = set(space_pb2.DType.values()) | {-1, 99, 2**31 - 1}
        found = [dtype for dtype in map(dtype_from_wire, numbers) if dtype is not None]
        assert len(found) >= 10
        assert not any(dtype.hasobject for dtype in found)

    @pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
    def test_the_pipes_of_a_vector_stay_within_its_processes(self, start: Start) -> None:
        server = start("--listen", "127.0.0.1:0", "--exit-with-parent")
        address = server.ready()["address"]
        with grpc.insecure_channel(address) as channel:
            stream = Stream(channel)
            stream.make("CartPole-v1", num_envs=2, vectorization=pb.VECTORIZATION_ASYNC)
            family = [server.process.pid, *children_of(server.process.pid)]
            assert len(family) >= 3
            listening = network(LISTENING)
            ports = [listening[i] for pid in family for i in sockets(pid) if i in listening]
            # gRPC's port and nothing else: no process can be reached by another way.
            assert ports == [int(address.rpartition(":")[2])]
            for child in family[1:]:
                assert not sockets(child).intersection(network(CONNECTED))
            assert sockets(family[0]).intersection(network(CONNECTED)), "nobody is connected"
        server.process.terminate()
        server.end()
        assert wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))


def sockets(pid: int) -> set[str]:
    """The inodes of the sockets that a process holds."""
    found = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            match = re.fullmatch(r"socket:\[(\d+)\]", str(entry.readlink()))
        except FileNotFoundError:
            continue
        if match:
            found.add(match[1])
    return found


def network(state: str) -> dict[str, int]:
    """The inodes of the machine's TCP sockets in a state, and their local ports."""
    found = {}
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == state:
                found[fields[9]] = int(fields[1].rpartition(":")[2], 16)
    return found


class TestErrors:
    def test_what_stays_with_the_server_cannot_forge_its_log(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        forged = "x\nERROR:root:all is lost\x1b[31m\r"
        error = refused(kwargs={"raises_in": "make", "wrong": forged})
        assert error.detail.startswith("(the traceback stands in the log of the server, at error ")
        (record,) = (r for r in caplog.records if r.name == "gymbridge_server.errors")
        lines = record.getMessage().splitlines()
        assert any("all is lost" in line for line in lines)
        assert all(line.startswith("    ") for line in lines[1:])
        assert "\x1b" not in record.getMessage()

    def test_no_path_of_the_server_is_sent(self) -> None:
        here = str(Path(__file__).parent)
        there = str(Path(gymnasium.__file__).parent)
        for fields in ({"raises_in": "make"}, {"lenght": 3}):
            error = refused(kwargs=fields)
            assert here not in error.message + error.detail
            assert there not in error.message + error.detail
