"""Drives a session in the tests: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium import spaces

from gymbridge_server import PROTOCOL_VERSION
from gymbridge_server._generated import session_pb2 as pb
from gymbridge_server._generated import value_pb2
from gymbridge_server.data import map_from_proto, map_to_proto
from gymbridge_server.limits import Policy
from gymbridge_server.session import Session
from gymbridge_server.values import LeafReader, codec_for
from tests.spaces_read import space_from_proto

TEST_POLICY = Policy(allowed_modules=frozenset({"tests"}))


class ReplyError(Exception):
    """An ErrorReply."""

    def __init__(self, error: pb.ErrorReply) -> None:
        super().__init__(f"{pb.ErrorCode.Name(error.code)}: {error.message}")
        self.code = pb.ErrorCode.Name(error.code).removeprefix("ERROR_CODE_")
        self.message = error.message
        self.session_continues = error.session_continues
        self.detail = error.detail


def data_map(mapping: Mapping[str, Any] | None) -> value_pb2.DataMap | None:
    if mapping is None:
        return None
    message = value_pb2.DataMap()
    map_to_proto(mapping, message)
    return message


class Driver:
    """A client of a session, without a network between them."""

    def __init__(self, policy: Policy = TEST_POLICY) -> None:
        self.session: Any = Session(policy)
        self.made = pb.MakeReply()
        self.number = 0

    def ask(self, **kind: Any) -> pb.SessionReply:
        self.number += 1
        request = pb.SessionRequest(**kind, number=self.number)
        reply = pb.SessionReply.FromString(self.session.answer(request.SerializeToString()))
        assert reply.number == self.number
        assert reply.server_nanos >= reply.environment_nanos
        if reply.HasField("error"):
            raise ReplyError(reply.error)
        return reply

    def make(self, environment_id: str, **fields: Any) -> pb.MakeReply:
        fields["kwargs"] = data_map(fields.pop("kwargs", {}))
        fields["wrappers"] = [
            pb.Wrapper(name=name, kwargs=data_map(kwargs))
            for name, kwargs in fields.pop("wrappers", ())
        ]
        request = pb.MakeRequest(protocol_version=PROTOCOL_VERSION, id=environment_id, **fields)
        self.made = self.ask(make=request).make
        self.num_envs = self.made.num_envs
        self.observations = codec_for(space_from_proto(self.made.observation_space))
        self.actions = codec_for(space_from_proto(self.made.action_space))
        return self.made

    def reset(
        self,
        seed: int | None = None,
        options: Mapping[str, Any] | None = None,
        seeds: list[int | None] | None = None,
        mask: list[int] | None = None,
    ) -> tuple[Any, dict[str, Any]]:
        request = pb.ResetRequest(want_info=True, options=data_map(options), seed=seed)
        if seeds is not None:
            request.seeds.seeds.extend(pb.OptionalSeed(seed=s) for s in seeds)
        if mask is not None:
            request.mask = bytes(mask)
        reply = self.ask(reset=request).reset
        return self._observe(reply.observation), map_from_proto(reply.info)

    def step(self, action: Any) -> pb.StepReply:
        value = value_pb2.Value()
        if self.num_envs:
            self.actions.write(action, self.num_envs, value.leaves)
        else:
            self.actions.write_one(action, value.leaves)
        return self.ask(step=pb.StepRequest(action=value, want_info=True)).step

    def step_plain(self, action: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        """Step, and return what Gymnasium would."""
        reply = self.step(action)
        rewards = np.frombuffer(reply.rewards, "<f8")
        terminated = np.frombuffer(reply.terminated, np.bool_)
        truncated = np.frombuffer(reply.truncated, np.bool_)
        observation, info = self._observe(reply.observation), map_from_proto(reply.info)
        if self.num_envs:
            return observation, rewards, terminated, truncated, info
        return observation, rewards.item(), terminated.item(), truncated.item(), info

    def final(self, reply: pb.StepReply, n: int) -> Any:
        return self.observations.read(LeafReader(reply.final_observation.leaves), n)

    def render(self) -> list[pb.Rendering]:
        return list(self.ask(render=pb.RenderRequest()).render.renderings)

    def _observe(self, value: value_pb2.Value) -> Any:
        reader = LeafReader(value.leaves)
        if self.num_envs:
            observation = self.observations.read(reader, self.num_envs)
        else:
            observation = self.observations.read_one(reader)
        reader.end()
        return observation

    def close(self) -> None:
        self.session.close()


def same(a: Any, b: Any) -> bool:
    """Whether two values are equal to the last bit, dtype and type of container."""
    if isinstance(a, spaces.GraphInstance):
        return type(b) is spaces.GraphInstance and all(map(same, a, b))
    if isinstance(a, dict):
        return type(b) is dict and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, (tuple, list)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, (np.ndarray, np.generic)):
        b = np.asarray(b)
        same_form = a.dtype == b.dtype and a.shape == b.shape
        return bool(same_form and np.asarray(a).tobytes() == b.tobytes())
    return type(a) is type(b) and bool(a == b)
