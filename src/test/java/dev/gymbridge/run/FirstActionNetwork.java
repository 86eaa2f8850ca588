package dev.gymbridge.run;

import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.UpdateResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** A network that learns nothing and always takes the first action. */
final class FirstActionNetwork {
  private FirstActionNetwork() {}

  /** One of so many numbers an observation, and so many actions. */
  static QNetwork of(int observationSize, int actions) {
    return (QNetwork)
        Proxy.newProxyInstance(
            FirstActionNetwork.class.getClassLoader(),
            new Class<?>[] {QNetwork.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "observationSize" -> observationSize;
                  case "actions" -> actions;
                  case "act" -> first((int[]) args[args.length - 1]);
                  case "update" -> new UpdateResult(0, 0);
                  case "snapshot" -> (Consumer<Path>) FirstActionNetwork::save;
                  case "takesBytes" -> false;
                  default -> null;
                });
  }

  private static Object first(int[] actions) {
    Arrays.fill(actions, 0);
    return null;
  }

  private static void save(Path directory) {
    try {
      Files.writeString(directory.resolve("network"), "first");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
