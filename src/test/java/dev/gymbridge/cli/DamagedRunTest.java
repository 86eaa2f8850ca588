package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.file.FileTree;
import dev.gymbridge.testkit.InMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file of a run, spoilt in each way, and each command that reads a run: it does what it can
 * without that file, or says in one line what is wrong with it.
 */
@Tag("one-jdk")
final class DamagedRunTest {
  /** What happens to a file. */
  enum Damage {
    EMPTY {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    HALF {
      @Override
      void to(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));
      }
    },
    JUNK {
      @Override
      void to(Path file) throws IOException {
        byte[] junk = new byte[(int) Files.size(file)];
        new Random(junk.length).nextBytes(junk);
        Files.write(file, junk);
      }
    },
    LETTERS {
      @Override
      void to(Path file) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        String letters = content.replaceAll("[0-9]", "x");
        Files.writeString(file, letters, StandardCharsets.ISO_8859_1);
      }
    },
    DIRECTORY {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
      }
    },
    LINK_TO_NOWHERE {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("nowhere"));
      }
    };

    abstract void to(Path file) throws IOException;
  }

  /** With RUN for the directory and OUT for what is made. */
  private static final List<String> COMMANDS =
      List.of(
          "train --resume RUN --no-test --total-steps 330",
          "evaluate RUN --episodes 2",
          "evaluate RUN --episodes 2 --policy final",
          "record RUN --out OUT.gif",
          "record RUN --out OUT.gif --episode 1",
          "report RUN",
          "compare RUN --out OUT",
          "export --run RUN --out OUT",
          "export --run RUN --out OUT.onnx");

  /** One command in so many is tried, another for each damage; all with many interruptions. */
  private static final int EVERY = Integer.getInteger("gymbridge.interruptions", 1) < 10 ? 3 : 1;

  @TempDir(factory = InMemory.class)
  private static Path directory;

  private static Path whole;

  @BeforeAll
  static void train() {
    whole = directory.resolve("whole");
    String command =
        "train native:CartPole-v1 --run-dir %s --total-steps 300 --record-actions --seed 4"
            + " --set hidden_sizes=[8] --set learning_starts=30 --set test_episodes=1"
            + " --set checkpoint_period=120_env_steps --set evaluation_period=100_env_steps"
            + " --set evaluation_episodes=2 --set final_evaluation_episodes=2";
    requireDone(run(command.formatted(whole)));
  }

  private static Gymbridge.Result run(String command) {
    return Gymbridge.run(
        Arrays.stream(command.split(" "))
            .map(argument -> argument.replace("_env_steps", " env_steps"))
            .toArray(String[]::new));
  }

  private static void requireDone(Gymbridge.Result result) {
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  /**
   * By their names in a run; of the checkpoints the newest, and no pictures, which nobody reads.
   */
  static Stream<Arguments> files() throws IOException {
    try (Stream<Path> all = Files.walk(whole)) {
      return all
          .filter(Files::isRegularFile)
          .map(file -> whole.relativize(file).toString())
          .filter(file -> !file.matches("checkpoint/000002/.*|.*\\.(png|gif|html)"))
          .sorted()
          .toList()
          .stream()
          .flatMap(file -> Arrays.stream(Damage.values()).map(each -> Arguments.of(file, each)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatIsWrongWithTheConfiguration(Damage damage) throws IOException {
    isReadAsFarAsItGoes("config.json", damage);
  }

  @ParameterizedTest
  @MethodSource("files")
  @Tag("thorough")
  void isReadAsFarAsItGoes(String file, Damage damage) throws IOException {
    int shift = Math.floorMod((file + damage).hashCode(), EVERY);
    for (int i = shift; i < COMMANDS.size(); i += EVERY) {
      Path run = directory.resolve("damaged");
      FileTree.delete(run);
      copy(run);
      damage.to(run.resolve(file));
      Path out = directory.resolve("out");
      String command = COMMANDS.get(i).replace("RUN", run.toString());
      Gymbridge.Result result = run(command.replace("OUT", out.toString()));
      requirePlain(result, "%s of %s: %s".formatted(damage, file, COMMANDS.get(i)));
      for (String ending : List.of("", ".gif", ".onnx")) {
        FileTree.delete(Path.of(out + ending));
      }
    }
  }

  private static void copy(Path to) throws IOException {
    try (Stream<Path> all = Files.walk(whole)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(whole.relativize(each).toString()));
      }
    }
  }

  private static void requirePlain(Gymbridge.Result result, String what) {
    assertThat(result.exitCode()).as(what + result.err()).isBetween(0, 2);
    assertThat(result.err())
        .as(what)
        .doesNotContainPattern("Exception|Error:|java\\.|dev\\.gymbridge|\\tat |\\bnull\\b");
    long complaints = result.err().lines().filter(line -> line.startsWith("gymbridge: ")).count();
    assertThat(complaints).as(what + result.err()).isEqualTo(result.exitCode() == 0 ? 0 : 1);
  }
}
