package dev.gymbridge.env.grpc;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import java.util.Arrays;
import java.util.List;

/**
 * Prints what a CartPole step costs over the local server, by Unix socket and by port, in turns.
 *
 * <pre>{@code
 * mvn -q -o test-compile exec:java -Dexec.classpathScope=test \\
 *     -Dexec.mainClass=dev.gymbridge.env.grpc.StepCost
 * }</pre>
 */
final class StepCost {
  private static final int WARM_UP_STEPS = 5_000;
  private static final int STEPS = 20_000;

  private StepCost() {}

  public static void main(String[] arguments) {
    LocalServerOptions options = LocalServerOptions.DEFAULT.withProgress(System.err::println);
    for (LocalServerOptions each :
        List.of(options, options.withTcp(), options, options.withTcp())) {
      long start = System.nanoTime();
      try (LocalServer server = LocalServer.start(each);
          Environment environment = server.make(EnvironmentOptions.of("CartPole-v1"))) {
        double startSeconds = (System.nanoTime() - start) / 1e9;
        environment.reset(7);
        measure(environment, WARM_UP_STEPS);
        BridgeTiming before = BridgeTiming.of(environment).orElseThrow();
        long[] nanos = measure(environment, STEPS);
        BridgeTiming timing = BridgeTiming.of(environment).orElseThrow().since(before);
        System.out.printf(
            "%s: p10 %.0f, p50 %.0f, p99 %.0f us; mean %.0f, of it server %.0f, environment %.0f us;"
                + " start %.2f s%n",
            each.tcp() ? "port" : "Unix socket",
            nanos[STEPS / 10] / 1e3,
            nanos[STEPS / 2] / 1e3,
            nanos[STEPS / 100 * 99] / 1e3,
            timing.clientNanos() / 1e3 / STEPS,
            timing.serverNanos() / 1e3 / STEPS,
            timing.environmentNanos() / 1e3 / STEPS,
            startSeconds);
      }
    }
  }

  /** The time of each step, sorted. */
  private static long[] measure(Environment environment, int steps) {
    long[] nanos = new long[steps];
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      boolean ended = environment.step(i & 1).ended();
      nanos[i] = System.nanoTime() - start;
      if (ended) {
        environment.reset();
      }
    }
    Arrays.sort(nanos);
    return nanos;
  }
}
