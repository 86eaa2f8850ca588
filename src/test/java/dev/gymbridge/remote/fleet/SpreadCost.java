package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.remote.grpc.AccessToken;
import dev.gymbridge.remote.grpc.ChannelSecurity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints the env steps a second of 64 environments on one, two and three servers of this machine,
 * in turns: the median of the rounds, with the lowest and highest.
 *
 * <pre>{@code
 * mvn -q -o test-compile exec:java -Dexec.classpathScope=test \\
 *     -Dexec.mainClass=dev.gymbridge.remote.fleet.SpreadCost -Dexec.args="Acrobot-v1 CartPole-v1"
 * }</pre>
 */
final class SpreadCost {
  private static final int NUM_ENVS = 64;
  private static final int MOST_SERVERS = 3;
  private static final int ROUNDS = 7;
  private static final double ROUND_SECONDS = 2;

  private static final ConnectionOptions CONNECTION =
      ConnectionOptions.DEFAULT.withSecurity(
          ChannelSecurity.PLAIN_TEXT.withToken(AccessToken.random()));

  private SpreadCost() {}

  public static void main(String[] environments) {
    List<LocalServer> servers = new ArrayList<>();
    try {
      for (int i = 0; i < MOST_SERVERS; i++) {
        servers.add(
            LocalServer.start(
                LocalServerOptions.DEFAULT
                    .withTcp()
                    .withConnection(CONNECTION)
                    .withProgress(System.err::println)));
      }
      for (String environment : environments) {
        measure(environment, servers);
      }
    } finally {
      servers.forEach(LocalServer::close);
    }
  }

  private static void measure(String id, List<LocalServer> servers) {
    double[][] rates = new double[MOST_SERVERS][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) { // the first warms up
      for (int count = 1; count <= MOST_SERVERS; count++) {
        double rate = envStepsPerSecond(id, servers.subList(0, count));
        if (round >= 0) {
          rates[count - 1][round] = rate;
        }
      }
    }
    double[] ratios = new double[ROUNDS];
    for (int count = 1; count <= MOST_SERVERS; count++) {
      for (int round = 0; round < ROUNDS; round++) {
        ratios[round] = rates[count - 1][round] / rates[0][round];
      }
      double[] sorted = rates[count - 1].clone();
      Arrays.sort(sorted);
      Arrays.sort(ratios);
      System.out.printf(
          Locale.ROOT,
          "%s, N = %d, %d server(s): %.0f env steps/s (%.0f to %.0f); against one %.2f (%.2f to %.2f)%n",
          id,
          NUM_ENVS,
          count,
          sorted[ROUNDS / 2],
          sorted[0],
          sorted[ROUNDS - 1],
          ratios[ROUNDS / 2],
          ratios[0],
          ratios[ROUNDS - 1]);
    }
  }

  private static double envStepsPerSecond(String id, List<LocalServer> servers) {
    String targets =
        servers.stream()
            .map(server -> server.connection().address())
            .collect(Collectors.joining(","));
    try (EnvironmentServer connection = EnvironmentServer.connect(targets, CONNECTION);
        VectorEnvironment vector =
            connection.makeVector(EnvironmentOptions.of(id), NUM_ENVS, AutoresetMode.SAME_STEP)) {
      vector.reset(1);
      int[] actions = new int[NUM_ENVS];
      long steps = 0;
      long start = System.nanoTime();
      double seconds;
      do {
        for (int i = 0; i < NUM_ENVS; i++) {
          actions[i] = (int) ((i + steps / 7) & 1);
        }
        vector.step(actions);
        steps++;
        seconds = (System.nanoTime() - start) / 1e9;
      } while (seconds < ROUND_SECONDS);
      return steps * NUM_ENVS / seconds;
    }
  }
}
