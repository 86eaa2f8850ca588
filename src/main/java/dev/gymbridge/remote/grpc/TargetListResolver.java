package dev.gymbridge.remote.grpc;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a list of targets, each by gRPC's own resolver for it, to the servers behind all of
 * them: one group of addresses a server.
 *
 * <p>A name with several addresses stands for several servers. One address of each family, though,
 * is one server that can be reached in two ways.
 */
final class TargetListResolver extends NameResolver {
  /** How a server is called in messages. */
  static final Attributes.Key<String> SERVER_NAME = Attributes.Key.create("gymbridge-server-name");

  private final List<Target> targets = new ArrayList<>();
  private @Nullable Listener2 listener;

  /** One target, and what its resolver said last. */
  private final class Target extends Listener2 {
    private final ServerAddress address;
    private final NameResolver resolver;
    private @Nullable StatusOr<List<EquivalentAddressGroup>> answer;

    Target(ServerAddress address, NameResolver resolver) {
      this.address = address;
      this.resolver = resolver;
    }

    @Override
    public void onResult(ResolutionResult result) {
      onResult2(result);
    }

    @Override
    public Status onResult2(ResolutionResult result) {
      answer = result.getAddressesOrError();
      return publish();
    }

    @Override
    public void onError(Status error) {
      StatusOr<List<EquivalentAddressGroup>> before = answer;
      if (before == null || !before.hasValue()) { // else what is known stays good
        answer = StatusOr.fromStatus(error);
        publish();
      }
    }

    List<EquivalentAddressGroup> servers() {
      StatusOr<List<EquivalentAddressGroup>> known = answer;
      if (known == null || !known.hasValue()) {
        // A server that cannot be reached, so that it is named among those that cannot be used.
        return List.of(named(new EquivalentAddressGroup(address.unresolved()), true));
      }
      List<EquivalentAddressGroup> groups = oneForEachServer(known.getValue());
      return groups.stream().map(group -> named(group, groups.size() == 1)).toList();
    }

    private EquivalentAddressGroup named(EquivalentAddressGroup group, boolean only) {
      Attributes attributes =
          group.getAttributes().toBuilder()
              .set(SERVER_NAME, only ? address.text() : text(group.getAddresses().get(0)))
              // What TLS checks is the name that the user gave, not that of the list.
              .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, resolver.getServiceAuthority())
              .build();
      return new EquivalentAddressGroup(group.getAddresses(), attributes);
    }
  }

  TargetListResolver(List<ServerAddress> addresses, Args args) {
    Factory factory = args.getNameResolverRegistry().asFactory();
    for (ServerAddress address : addresses) {
      URI uri = URI.create(address.grpcTarget());
      targets.add(new Target(address, factory.newNameResolver(uri, args)));
    }
  }

  @Override
  public String getServiceAuthority() {
    return targets.get(0).resolver.getServiceAuthority();
  }

  @Override
  public void start(Listener2 newListener) {
    listener = newListener;
    targets.forEach(target -> target.resolver.start(target));
  }

  @Override
  public void refresh() {
    targets.forEach(target -> target.resolver.refresh());
  }

  @Override
  public void shutdown() {
    targets.forEach(target -> target.resolver.shutdown());
  }

  /** Tells of all targets together, once each was answered. */
  private Status publish() {
    if (listener == null || targets.stream().anyMatch(target -> target.answer == null)) {
      return Status.OK;
    }
    StatusOr<List<EquivalentAddressGroup>> only = targets.get(0).answer;
    StatusOr<List<EquivalentAddressGroup>> all =
        targets.size() == 1 && only != null && !only.hasValue()
            ? only
            : StatusOr.fromValue(
                targets.stream().flatMap(target -> target.servers().stream()).toList());
    return listener.onResult2(ResolutionResult.newBuilder().setAddressesOrError(all).build());
  }

  private static List<EquivalentAddressGroup> oneForEachServer(
      List<EquivalentAddressGroup> resolved) {
    if (resolved.size() == 2 && isIpv4(resolved.get(0)) != isIpv4(resolved.get(1))) {
      List<SocketAddress> both = new ArrayList<>(resolved.get(0).getAddresses());
      both.addAll(resolved.get(1).getAddresses());
      return List.of(new EquivalentAddressGroup(both, resolved.get(0).getAttributes()));
    }
    // Of more, nobody can tell which belong together: the family that the system prefers counts.
    return resolved.stream().filter(group -> isIpv4(group) == isIpv4(resolved.get(0))).toList();
  }

  private static boolean isIpv4(EquivalentAddressGroup group) {
    return group.getAddresses().get(0) instanceof InetSocketAddress address
        && address.getAddress() instanceof Inet4Address;
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : address.toString();
  }
}
