package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.Convolution;
import dev.gymbridge.network.HeadConfig;
import dev.gymbridge.network.LayersConfig;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import dev.gymbridge.network.QNetwork.Acting;
import dev.gymbridge.network.TargetConfig;
import dev.gymbridge.network.TargetConfig.Munchausen;
import dev.gymbridge.replay.Batch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Microseconds of an act and of a gradient step, 10th percentile and median, printed. Run by hand:
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=dev.gymbridge.network.tensorflow.NetworkBenchmark -Dexec.args="1 small"
 * </pre>
 *
 * <p>The arguments are the number of threads, and which networks: {@code small}, {@code options} or
 * {@code pictures}, else all.
 */
final class NetworkBenchmark {
  private NetworkBenchmark() {}

  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    String wanted = arguments.length > 1 ? arguments[1] : "";
    networks()
        .forEach(
            (name, config) -> {
              if (name.contains(wanted)) {
                measure(name, config, threads);
              }
            });
  }

  private static Map<String, NetworkConfig> networks() {
    NetworkConfig small = NetworkConfig.of(ObservationShape.flat(4), 2).withSeed(1);
    NetworkConfig wide = small.withHiddenSizes(256, 256).withMaxGradientNorm(10);
    Map<String, NetworkConfig> networks = new LinkedHashMap<>();
    networks.put("small", small);
    networks.put("small, wide and clipped", wide);
    networks.put("options: double", small.withTarget(new TargetConfig(true, null)));
    networks.put("options: dueling", small.withLayers(layers(true, 0, false)));
    networks.put("options: noisy", small.withLayers(layers(false, 0.5, false)));
    networks.put("options: layer normalisation", small.withLayers(layers(false, 0, true)));
    networks.put("options: categorical", small.withHead(new HeadConfig.Categorical(51, -10, 10)));
    networks.put("options: quantile", small.withHead(new HeadConfig.Quantile(51, 1)));
    networks.put(
        "options: munchausen",
        small.withTarget(new TargetConfig(false, new Munchausen(0.9, 0.03, -1))));
    networks.put(
        "pictures: MinAtar",
        NetworkConfig.of(ObservationShape.picture(10, 10, 4, Element.BOOL), 6)
            .withHiddenSizes(128));
    networks.put(
        "pictures: Atari",
        NetworkConfig.of(ObservationShape.picture(84, 84, 4, Element.UINT8), 6)
            .withHiddenSizes(512));
    return networks;
  }

  private static LayersConfig layers(boolean dueling, double noisySigma, boolean layerNorm) {
    return new LayersConfig(Convolution.NONE, List.of(128, 128), dueling, noisySigma, layerNorm);
  }

  private static void measure(String name, NetworkConfig config, int threads) {
    System.out.printf(
        "%s: %s, %d thread(s): p10 / median us%n",
        name, Blueprint.of(config).description(), threads);
    try (TensorFlowQNetwork network =
        TensorFlowQNetwork.create(config, new ComputeSettings(threads))) {
      Batch many = Batches.random(config, 64, 1);
      int[] greedy = new int[64];
      for (int n : new int[] {1, 64}) {
        time(
            "act(%d)".formatted(n),
            1,
            () -> network.act(many.observations(), n, Acting.TRAINING, greedy));
      }
      for (int steps : new int[] {1, 8, 10}) {
        Batch batch = Batches.random(config, steps * 32, 1);
        time(
            "update(%d x 32), a step".formatted(steps),
            steps,
            () -> network.update(batch, steps, 1e-4));
      }
    }
  }

  /** For some two seconds, the first half of which warms up. */
  private static void time(String what, int parts, Runnable task) {
    long[] nanos = new long[200_000];
    int runs = 0;
    int warm = 0;
    long begin = System.nanoTime();
    for (long now = begin; now < begin + 2_000_000_000L && runs < nanos.length; ) {
      task.run();
      long end = System.nanoTime();
      warm = end < begin + 1_000_000_000L ? runs + 1 : warm;
      nanos[runs++] = end - now;
      now = end;
    }
    long[] sorted = Arrays.copyOfRange(nanos, Math.min(warm, runs - 1), runs);
    Arrays.sort(sorted);
    System.out.printf(
        "%-28s %8.1f / %8.1f%n",
        what, sorted[sorted.length / 10] / 1e3 / parts, sorted[sorted.length / 2] / 1e3 / parts);
  }
}
