package dev.gymbridge.remote.grpc;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannelBuilder;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** Teaches gRPC channels to lead to all servers of a list of targets. */
final class SpreadChannel {
  private static final String SCHEME = "gymbridge";
  private static final String POLICY = "gymbridge_spread";
  private static final NameResolver.Args.Key<List<ServerAddress>> TARGETS =
      NameResolver.Args.Key.create("gymbridge-targets");
  private static final NameResolver.Args.Key<KnownServers> KNOWN_SERVERS =
      NameResolver.Args.Key.create("gymbridge-known-servers");

  /** What a channel is opened for, in place of an address. */
  static final String TARGET = SCHEME + ":///servers";

  static {
    NameResolverRegistry.getDefaultRegistry().register(new ResolverProvider());
    LoadBalancerRegistry.getDefaultRegistry().register(new BalancerProvider());
  }

  private SpreadChannel() {}

  /** Makes a channel for {@link #TARGET} lead to these targets, and tell what servers they are. */
  static void configure(
      ManagedChannelBuilder<?> builder, List<ServerAddress> targets, KnownServers knownServers) {
    builder
        .defaultLoadBalancingPolicy(POLICY)
        // A service config from DNS would name another policy.
        .disableServiceConfigLookUp()
        .setNameResolverArg(TARGETS, targets)
        .setNameResolverArg(KNOWN_SERVERS, knownServers);
  }

  private static final class ResolverProvider extends NameResolverProvider {
    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return 5;
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
      return new TargetListResolver(Objects.requireNonNull(args.getArg(TARGETS)), args);
    }
  }

  private static final class BalancerProvider extends LoadBalancerProvider {
    @Override
    public boolean isAvailable() {
      return true;
    }

    @Override
    public int getPriority() {
      return 5;
    }

    @Override
    public String getPolicyName() {
      return POLICY;
    }

    @Override
    public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
      return new SpreadBalancer(
          helper, Objects.requireNonNull(helper.getNameResolverArgs().getArg(KNOWN_SERVERS)));
    }
  }
}
