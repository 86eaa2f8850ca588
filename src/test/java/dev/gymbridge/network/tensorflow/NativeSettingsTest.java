package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.replay.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Each in a JVM of its own: the native library can be loaded only once, with one environment. */
@DisabledOnOs(OS.WINDOWS)
class NativeSettingsTest {
  @Test
  void standWhereNothingWasSetAndTheConsoleStaysEmpty() throws Exception {
    assertThat(ChildJvm.run(Program.class, List.of(), Map.of())).isEqualTo("0 2 0\n");
  }

  @Test
  @Tag("thorough")
  void leaveWhatTheUserHasSet() throws Exception {
    assertThat(
            ChildJvm.run(
                Program.class,
                List.of(),
                Map.of("TF_ENABLE_ONEDNN_OPTS", "1", "TF_CPP_MIN_LOG_LEVEL", "3")))
        .isEqualTo("1 3 0\n");
  }

  @Test
  @Tag("thorough")
  void letTheChatterThroughToWhoAsksForIt() throws Exception {
    assertThat(ChildJvm.run(Program.class, List.of(), Map.of("TF_CPP_MIN_LOG_LEVEL", "0")))
        .contains("cpu_feature_guard", "MLIR V1 optimization pass is not enabled");
  }

  /** The first network of a process, or what wakes the library, does not decide for the others. */
  @Test
  @EnabledOnOs(OS.LINUX)
  @Tag("thorough")
  void leaveEachNetworkItsOwnThreads() throws Exception {
    String more = ChildJvm.run(Threads.class, List.of(), Map.of());
    assertThat(Integer.parseInt(more.strip())).isBetween(12, 22);
  }

  /** Prints how many threads a network of sixteen brings, after one of one. */
  static final class Threads {
    private Threads() {}

    public static void main(String[] arguments) throws IOException {
      NetworkConfig config = Configs.of(4, 2, List.of(8), false, 1, 1, 1e-8, 1);
      try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config, new ComputeSettings(1))) {
        network.act(new float[4], 1, new int[1]);
        long before = threads();
        try (TensorFlowQNetwork wide = TensorFlowQNetwork.create(config, new ComputeSettings(16))) {
          wide.act(new float[4], 1, new int[1]);
          System.out.println(threads() - before);
        }
      }
    }

    private static long threads() throws IOException {
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        return tasks.count();
      }
    }
  }

  /** Uses a network, then prints what C code sees of the switches. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      NetworkConfig config = Configs.of(4, 2, List.of(8), false, 1, 1, 1e-8, 1);
      try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
        network.act(new float[4], 1, new int[1]);
        network.update(new Batch(4, 4), 2, 0.01);
      }
      System.out.printf(
          "%s %s %s%n",
          environment("TF_ENABLE_ONEDNN_OPTS"),
          environment("TF_CPP_MIN_LOG_LEVEL"),
          System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes"));
    }

    private static String environment(String name) {
      return Function.getFunction(Platform.C_LIBRARY_NAME, "getenv")
          .invokeString(new Object[] {name}, false);
    }
  }
}
