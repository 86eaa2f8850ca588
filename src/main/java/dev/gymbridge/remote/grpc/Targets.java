package dev.gymbridge.remote.grpc;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The servers that targets stand for, looked up anew each time: a server may come and go.
 *
 * <p>A name with several addresses stands for several servers. One address of each family, though,
 * is one server that can be reached in two ways. What a name stood for holds on while it cannot be
 * looked up; a name that never could be is a server that cannot be reached, so that it is told
 * among those.
 */
final class Targets {
  private final List<ServerAddress> addresses;
  private final NameLookup lookup;
  private final Duration limit;
  private final Map<ServerAddress, Set<InetAddress>> found = new HashMap<>();

  /**
   * Of addresses that were not looked up yet.
   *
   * @param limit for the names to be looked up, all at the same time
   */
  Targets(List<ServerAddress> addresses, NameLookup lookup, Duration limit) {
    this.addresses = addresses;
    this.lookup = lookup;
    this.limit = limit;
  }

  /** Where the servers are now, each once, in the order of their targets. */
  synchronized List<Endpoint> endpoints() {
    Map<ServerAddress, FutureTask<InetAddress[]>> lookups = new HashMap<>();
    for (ServerAddress address : addresses) {
      if (!address.isUnixSocket()) {
        lookups.put(address, begin(address.host()));
      }
    }
    long start = System.nanoTime();
    lookups.forEach((address, task) -> finish(address, task, start));
    Map<Object, Endpoint> servers = new LinkedHashMap<>();
    for (ServerAddress address : addresses) {
      endpoints(address).forEach(server -> servers.putIfAbsent(server.place(), server));
    }
    return List.copyOf(servers.values());
  }

  private FutureTask<InetAddress[]> begin(String host) {
    FutureTask<InetAddress[]> task = new FutureTask<>(() -> lookup.addresses(host));
    Thread thread = new Thread(task, "gymbridge-lookup-" + host);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private void finish(ServerAddress address, FutureTask<InetAddress[]> task, long start) {
    long left = Math.max(0, limit.toNanos() - (System.nanoTime() - start));
    try {
      InetAddress[] now = task.get(left, TimeUnit.NANOSECONDS);
      found.put(address, new LinkedHashSet<>(Arrays.asList(now)));
    } catch (ExecutionException | TimeoutException e) {
      // What was found before holds on; where nothing was, gRPC says why when it connects.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Endpoint> endpoints(ServerAddress address) {
    Set<InetAddress> known = found.getOrDefault(address, Set.of());
    if (known.size() < 2 || isOneOfEachFamily(known)) {
      return List.of(Endpoint.of(address, known));
    }
    // Of more, nobody can tell which belong together: the family that the system prefers counts.
    boolean preferred = isIpv4(known.iterator().next());
    return known.stream()
        .filter(each -> isIpv4(each) == preferred)
        .map(each -> Endpoint.behind(address, each))
        .toList();
  }

  private static boolean isOneOfEachFamily(Set<InetAddress> addresses) {
    return addresses.size() == 2 && addresses.stream().map(Targets::isIpv4).distinct().count() == 2;
  }

  private static boolean isIpv4(InetAddress address) {
    return address instanceof Inet4Address;
  }
}
