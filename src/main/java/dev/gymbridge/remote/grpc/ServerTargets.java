package dev.gymbridge.remote.grpc;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the servers of one connection listen.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class ServerTargets {
  private ServerTargets() {}

  /**
   * Reads targets that are separated by commas.
   *
   * @throws IllegalArgumentException if one of them is no address, or is named twice
   */
  public static List<ServerAddress> parse(String text) {
    Set<ServerAddress> addresses = new LinkedHashSet<>();
    for (String target : text.split(",", -1)) {
      if (!addresses.add(ServerAddress.parse(target))) {
        throw new IllegalArgumentException(
            "each server is named once, got %s twice in \"%s\"".formatted(target.strip(), text));
      }
    }
    return List.copyOf(addresses);
  }
}
