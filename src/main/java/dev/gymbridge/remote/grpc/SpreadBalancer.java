package dev.gymbridge.remote.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * gRPC's load balancing for environment servers: a connection to each, and each call goes to the
 * server that it names.
 *
 * <p>gRPC's own round_robin hands calls out in turn and does not say to whom. Here every stream
 * carries a share of one vector, so that two on one server halve the speed, and a stream that is
 * made again must not land on the server that just stopped answering.
 */
final class SpreadBalancer extends LoadBalancer {
  /** The server that a call is for: its addresses. */
  private static final CallOptions.Key<List<SocketAddress>> SERVER =
      CallOptions.Key.create("gymbridge-server");

  private final Helper helper;
  private final KnownServers knownServers;
  private final Map<List<SocketAddress>, Connection> connections = new LinkedHashMap<>();

  SpreadBalancer(Helper helper, KnownServers knownServers) {
    this.helper = helper;
    this.knownServers = knownServers;
  }

  /** A channel whose calls are all for one server of another channel. */
  static Channel to(List<SocketAddress> server, Channel channel) {
    return new Channel() {
      @Override
      public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        return channel.newCall(method, options.withOption(SERVER, server));
      }

      @Override
      public String authority() {
        return channel.authority();
      }
    };
  }

  /** What leads to one server. */
  private final class Connection {
    final Subchannel subchannel;
    ConnectivityStateInfo state = ConnectivityStateInfo.forNonError(ConnectivityState.IDLE);

    Connection(EquivalentAddressGroup server) {
      subchannel =
          helper.createSubchannel(
              CreateSubchannelArgs.newBuilder().setAddresses(List.of(server)).build());
    }

    void start() {
      subchannel.start(this::changed);
      subchannel.requestConnection();
    }

    private void changed(ConnectivityStateInfo now) {
      if (now.getState() == ConnectivityState.SHUTDOWN) {
        return;
      }
      state = now;
      if (now.getState() == ConnectivityState.TRANSIENT_FAILURE) {
        helper.refreshNameResolution();
      } else if (now.getState() == ConnectivityState.IDLE) {
        helper.refreshNameResolution();
        subchannel.requestConnection();
      }
      publish();
    }

    PickResult pick() {
      return switch (state.getState()) {
        case READY -> PickResult.withSubchannel(subchannel);
        case TRANSIENT_FAILURE -> PickResult.withError(state.getStatus());
        default -> PickResult.withNoResult();
      };
    }
  }

  @Override
  public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
    Map<List<SocketAddress>, EquivalentAddressGroup> servers = new LinkedHashMap<>();
    resolved.getAddresses().forEach(server -> servers.putIfAbsent(server.getAddresses(), server));
    List.copyOf(connections.keySet()).stream()
        .filter(known -> !servers.containsKey(known))
        .forEach(gone -> remove(gone));
    List<Connection> added = new ArrayList<>();
    servers.forEach(
        (addresses, server) ->
            connections.computeIfAbsent(
                addresses,
                unknown -> {
                  Connection connection = new Connection(server);
                  added.add(connection);
                  return connection;
                }));
    added.forEach(Connection::start);
    publish();
    knownServers.resolved(List.copyOf(servers.values()));
    return Status.OK;
  }

  private void remove(List<SocketAddress> server) {
    Connection connection = connections.remove(server);
    if (connection != null) {
      connection.subchannel.shutdown();
    }
  }

  @Override
  public void handleNameResolutionError(Status error) {
    if (connections.isEmpty()) { // else those that are known stay good
      helper.updateBalancingState(
          ConnectivityState.TRANSIENT_FAILURE, picker(Map.of(), PickResult.withError(error)));
      knownServers.unresolvable(error);
    }
  }

  private void publish() {
    Map<List<SocketAddress>, PickResult> picks = new HashMap<>();
    connections.forEach((server, connection) -> picks.put(server, connection.pick()));
    PickResult unknown =
        PickResult.withError(
            Status.UNAVAILABLE.withDescription("its address is no longer that of a server"));
    helper.updateBalancingState(overall(), picker(picks, unknown));
  }

  private static SubchannelPicker picker(
      Map<List<SocketAddress>, PickResult> picks, PickResult otherwise) {
    return new SubchannelPicker() {
      @Override
      public PickResult pickSubchannel(PickSubchannelArgs args) {
        @Nullable List<SocketAddress> server = args.getCallOptions().getOption(SERVER);
        return server == null ? otherwise : picks.getOrDefault(server, otherwise);
      }
    };
  }

  private ConnectivityState overall() {
    List<ConnectivityState> states =
        connections.values().stream().map(connection -> connection.state.getState()).toList();
    if (states.contains(ConnectivityState.READY)) {
      return ConnectivityState.READY;
    }
    return states.contains(ConnectivityState.CONNECTING) || states.contains(ConnectivityState.IDLE)
        ? ConnectivityState.CONNECTING
        : ConnectivityState.TRANSIENT_FAILURE;
  }

  @Override
  public void shutdown() {
    List.copyOf(connections.keySet()).forEach(this::remove);
    knownServers.forgotten();
  }
}
