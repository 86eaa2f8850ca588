"""The manifest for Kubernetes and the image, held to what the server takes and does."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme
import yaml
from grpc_health.v1 import health_pb2, health_pb2_grpc

from gymbridge_server import server
from gymbridge_server.options import parser
from tests.servers import PROJECT, SECONDS, Process

TEXT = (PROJECT / "kubernetes.yaml").read_text(encoding="utf-8")
OBJECTS: dict[str, Any] = {one["kind"]: one for one in yaml.safe_load_all(TEXT)}
POD: dict[str, Any] = OBJECTS["Deployment"]["spec"]["template"]
(CONTAINER,) = POD["spec"]["containers"]
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")

PROBES = ["startupProbe", "readinessProbe", "livenessProbe"]


def option(name: str) -> str:
    (value,) = (a.partition("=")[2] for a in CONTAINER["args"] if a.startswith(f"--{name}="))
    return str(value)


def port_of(name: str) -> int:
    return int(option(name).rpartition(":")[2])


def container_port(name: str) -> int:
    (port,) = (p["containerPort"] for p in CONTAINER["ports"] if p["name"] == name)
    return int(port)


def test_the_arguments_are_options_of_the_server() -> None:
    options = parser().parse_args(CONTAINER["args"])
    assert not options.insecure
    assert options.listen == ["0.0.0.0:50051"]


def test_labels_and_selectors_are_the_same() -> None:
    labels = POD["metadata"]["labels"]
    assert OBJECTS["Service"]["spec"]["selector"] == labels
    assert OBJECTS["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert OBJECTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert OBJECTS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == labels
    (spread,) = POD["spec"]["topologySpreadConstraints"]
    assert spread["labelSelector"]["matchLabels"] == labels


def test_ports_agree() -> None:
    (service_port,) = OBJECTS["Service"]["spec"]["ports"]
    (allowed,) = OBJECTS["NetworkPolicy"]["spec"]["ingress"][0]["ports"]
    assert OBJECTS["Service"]["spec"]["clusterIP"] == "None"
    assert service_port["targetPort"] == allowed["port"] == "grpc"
    assert service_port["port"] == container_port("grpc") == port_of("listen")
    assert container_port("health") == port_of("health-listen")
    for probe in PROBES:
        assert CONTAINER[probe]["grpc"]["port"] == port_of("health-listen")
    assert f"EXPOSE {port_of('listen')}" in DOCKERFILE


def test_the_files_are_those_of_the_secrets() -> None:
    (volume,) = (v for v in POD["spec"]["volumes"] if v["name"] == "secrets")
    (mount,) = (m for m in CONTAINER["volumeMounts"] if m["name"] == "secrets")
    sources = volume["projected"]["sources"]
    mounted = {f"{mount['mountPath']}/{i['path']}" for s in sources for i in s["secret"]["items"]}
    assert mounted == {option("tls-cert"), option("tls-key"), option("token-file")}
    # YAML 1.1, as Kubernetes reads it: octal. Others than the group may do nothing.
    assert volume["projected"]["defaultMode"] == 0o440
    assert {v["name"] for v in POD["spec"]["volumes"]} == {
        m["name"] for m in CONTAINER["volumeMounts"]
    }


def test_nothing_runs_as_root_or_writes_to_the_image() -> None:
    of_pod, of_container = POD["spec"]["securityContext"], CONTAINER["securityContext"]
    assert of_pod["runAsNonRoot"] is True
    assert of_container["readOnlyRootFilesystem"] is True
    assert of_container["allowPrivilegeEscalation"] is False
    assert of_container["capabilities"] == {"drop": ["ALL"]}
    assert POD["spec"]["automountServiceAccountToken"] is False
    assert f"USER {of_pod['runAsUser']}:{of_pod['runAsGroup']}" in DOCKERFILE
    assert of_pod["fsGroup"] == of_pod["runAsGroup"]


def test_the_image_runs_the_servers_own_command() -> None:
    scripts = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    (command,) = re.findall(r'ENTRYPOINT \["(.+)"\]', DOCKERFILE)
    assert f'{command} = "gymbridge_server.cli:run"' in scripts
    for source in re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE):
        assert (PROJECT.parent / source).is_dir()


def test_it_stops_well_before_it_is_killed() -> None:
    needed = server._GRACE_SECONDS + server._CLOSE_SECONDS
    assert POD["spec"]["terminationGracePeriodSeconds"] >= 2 * needed


@pytest.fixture
def mounted(tmp_path: Path) -> Path:
    """The secrets, as the kubelet mounts them."""
    authority = trustme.CA()
    service = OBJECTS["Service"]["metadata"]["name"]
    leaf = authority.issue_cert(service, f"{service}.default.svc")
    contents = {
        "tls.crt": b"".join(blob.bytes() for blob in leaf.cert_chain_pems),
        "tls.key": leaf.private_key_pem.bytes(),
        "token": b"0123456789abcdef0123456789abcdef\n",
        "ca.crt": authority.cert_pem.bytes(),
    }
    data = tmp_path / "..data"
    data.mkdir()
    for name, content in contents.items():
        (data / name).write_bytes(content)
        (data / name).chmod(0o440)
        (tmp_path / name).symlink_to(data / name)
    return tmp_path


def test_the_command_of_the_container_serves_and_its_probes_pass(
    mounted: Path, unused_ports: tuple[int, int]
) -> None:
    """The arguments as they stand, but for the folder of the secrets and the ports."""
    grpc_port, health_port = unused_ports
    (mount,) = (m for m in CONTAINER["volumeMounts"] if m["name"] == "secrets")
    arguments = [a.replace(mount["mountPath"], str(mounted)) for a in CONTAINER["args"]]
    arguments = [a.replace(f":{port_of('listen')}", f":{grpc_port}") for a in arguments]
    arguments = [a.replace(f":{port_of('health-listen')}", f":{health_port}") for a in arguments]
    process = Process(*arguments)
    try:
        assert process.ready()["address"] == f"0.0.0.0:{grpc_port}"
        with grpc.insecure_channel(f"127.0.0.1:{health_port}") as channel:
            stub: Any = health_pb2_grpc.HealthStub(channel)
            for probe in PROBES:
                service = CONTAINER[probe]["grpc"].get("service", "")
                request = health_pb2.HealthCheckRequest(service=service)
                reply = stub.Check(request, timeout=SECONDS)
                assert reply.status == health_pb2.HealthCheckResponse.SERVING
        assert answers(grpc_port, (mounted / "ca.crt").read_bytes())
    finally:
        process.process.terminate()
        code, _, errors = process.end()
    assert code == 0
    assert "--insecure" not in errors


def answers(port: int, authority: bytes) -> bool:
    """Whether a client that dials the name of the Service gets in."""
    name = OBJECTS["Service"]["metadata"]["name"]
    call_credentials = grpc.access_token_call_credentials("0123456789abcdef0123456789abcdef")
    credentials = grpc.composite_channel_credentials(
        grpc.ssl_channel_credentials(authority), call_credentials
    )
    options = (("grpc.ssl_target_name_override", name),)
    with grpc.secure_channel(f"127.0.0.1:{port}", credentials, options) as channel:
        call: Any = channel.unary_unary(
            "/gymbridge.v1.EnvironmentService/GetServerInfo", request_serializer=bytes
        )
        return bool(call(b"", timeout=SECONDS))


@pytest.fixture
def unused_ports() -> tuple[int, int]:
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as other,
    ):
        return one.getsockname()[1], other.getsockname()[1]
