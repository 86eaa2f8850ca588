package dev.gymbridge.remote.grpc;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.proto.v1.DescribeLaneEndReply;
import dev.gymbridge.proto.v1.DescribeLaneEndRequest;
import dev.gymbridge.proto.v1.EnvironmentServiceGrpc;
import dev.gymbridge.proto.v1.EnvironmentServiceGrpc.EnvironmentServiceBlockingStub;
import dev.gymbridge.proto.v1.GetServerInfoResponse;
import dev.gymbridge.proto.v1.OpenLaneReply;
import dev.gymbridge.proto.v1.OpenLaneRequest;
import dev.gymbridge.remote.session.Carrier;
import dev.gymbridge.remote.session.LaneConnector;
import dev.gymbridge.remote.session.SessionErrors;
import dev.gymbridge.remote.session.SessionOptions;
import dev.gymbridge.remote.session.SessionTransport;
import dev.gymbridge.remote.wire.Protocol;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks a server of this machine for lanes, and why one ended. */
final class LaneOpener {
  private final Channel channel;
  private final CallFailures failures;
  private final SessionOptions options;
  private final boolean wanted;

  /** Those that somebody still uses; whoever drops one without closing it is not kept in memory. */
  private final Set<SessionTransport> opened =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private volatile Carrier carrier;

  /**
   * For one server.
   *
   * @param thisMachine whether it is on this machine
   */
  LaneOpener(Channel channel, CallFailures failures, SessionOptions options, boolean thisMachine) {
    this.channel = channel;
    this.failures = failures;
    this.options = options;
    this.carrier =
        options.lanes() == null
            ? Carrier.stream("lanes are turned off on this side")
            : thisMachine ? Carrier.LANE : Carrier.stream("the server is not on this machine");
    this.wanted = carrier.lane();
  }

  /** What carries the sessions, as far as is known. */
  Carrier carrier() {
    return carrier;
  }

  /** Notes what the server offers. */
  void heard(GetServerInfoResponse info) {
    if (wanted) {
      carrier =
          info.getLane()
              ? Carrier.LANE
              : Carrier.stream(
                  info.getNoLaneReason().isEmpty()
                      ? "the server is older and knows no lanes"
                      : info.getNoLaneReason());
    }
  }

  /** A lane; null where there is none, and a stream is to be used, which says what is wrong. */
  @Nullable SessionTransport open() {
    LaneConnector lanes = options.lanes();
    if (lanes == null || !carrier.lane()) {
      return null;
    }
    try {
      OpenLaneReply lane =
          stub()
              .openLane(OpenLaneRequest.newBuilder().setProtocolVersion(Protocol.VERSION).build());
      SessionTransport transport =
          lanes.connect(
              new LaneConnector.Lane(
                  failures.server(),
                  Path.of(lane.getSocket()),
                  lane.getSecret().asReadOnlyByteBuffer(),
                  options.maxMessageBytes(),
                  () -> end(lane.getLane())));
      opened.add(transport);
      return transport;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
        carrier = Carrier.stream("a lane was refused: " + CallFailures.shortly(e.getStatus()));
      }
    } catch (IOException | InvalidPathException e) {
      carrier = Carrier.stream("the lane cannot be reached: " + e.getMessage());
    }
    return null;
  }

  /** Ends every lane at once: they do not go over the channel that is closed. */
  void close() {
    synchronized (opened) {
      opened.forEach(SessionTransport::close);
    }
  }

  private EnvironmentServiceBlockingStub stub() {
    return EnvironmentServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(options.timeLimits().connect().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Why a lane ended. */
  private EnvironmentException end(String lane) {
    try {
      DescribeLaneEndReply reply =
          stub().describeLaneEnd(DescribeLaneEndRequest.newBuilder().setLane(lane).build());
      return reply.hasEnd()
          ? SessionErrors.of(reply.getEnd())
          : new ServerUnavailableException(
              "%s broke the session off and does not say why; see its log"
                  .formatted(failures.server()));
    } catch (StatusRuntimeException e) {
      return failures.translate(e.getStatus());
    }
  }
}
