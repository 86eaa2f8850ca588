package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.checkpoint.StoredCheckpoint;
import dev.gymbridge.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a short run did when its golden files were written: every byte of {@code progress.csv} and a
 * hash of the final weights.
 *
 * <p>It pins the whole way from seed to weights: environment, exploration, replay, learner. A
 * change that means to alter none of them leaves these files alone; one that means to renews them,
 * and its commit says why:
 *
 * <pre>{@code
 * mvn verify -Dtest=RunSnapshotTest -Dit.test=RunSnapshotIT -Dgymbridge.renew=true
 * }</pre>
 *
 * <p>The last bits of TensorFlow's numbers depend on the processor. On another model than the one
 * that wrote the files (processor.txt), only what no number of it is in can be compared: the
 * episodes before the first gradient step, without loss and mean Q-value.
 *
 * @param name of the folder of golden files
 * @param arguments of {@code train}, without directories and servers
 */
record RunSnapshot(String name, List<String> arguments) {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/runs");
  private static final boolean RENEW = Boolean.getBoolean("gymbridge.renew");

  /** What preset {@code cartpole} said when its golden files were written. */
  static final List<String> EARLIER_CARTPOLE =
      List.of(
          "--preset=cartpole",
          "--set=layer_norm=false",
          "--set=munchausen=false",
          "--set=epsilon_repeat=1",
          "--set=hidden_sizes=[128,128]",
          "--set=batch_size=256",
          "--set=n_step=1",
          "--set=buffer_capacity=100000",
          "--set=epsilon_end=0.04",
          "--set=epsilon_decay=8000 env_steps",
          "--set=evaluation_period=1000 env_steps",
          "--set=scale_observations=false");

  /** What preset {@code default} said when its golden files were written, on a smaller network. */
  static final List<String> EARLIER_DEFAULT =
      List.of(
          "--set=layer_norm=false",
          "--set=munchausen=false",
          "--set=epsilon_repeat=1",
          "--set=scale_observations=false",
          "--set=learning_rate=0.00063",
          "--set=anneal_learning_rate=false",
          "--set=reward_scale=1",
          "--set=n_step=1",
          "--set=batch_size=128",
          "--set=gradient_steps=4",
          "--set=epsilon_end=0.1",
          "--set=epsilon_decay=12000 env_steps",
          "--set=evaluation_period=10000 env_steps",
          "--set=hidden_sizes=[64,64]");

  static RunSnapshot of(String name, String... arguments) {
    return new RunSnapshot(name, List.of(arguments));
  }

  /** The same with more arguments. */
  RunSnapshot with(List<String> more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(more);
    return new RunSnapshot(name, List.copyOf(all));
  }

  /**
   * Trains and compares.
   *
   * @param directory for the run
   * @param more arguments that must make no difference to it
   */
  void check(Path directory, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of("train", "--no-test", "--run-dir"));
    command.add(directory.resolve(name).toString());
    command.addAll(arguments);
    command.add("--set=final_evaluation_episodes=0"); // comes after what is looked at
    command.addAll(List.of(more));
    Gymbridge.Result result = Gymbridge.run(command.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    String progress = Files.readString(directory.resolve(name).resolve("progress.csv"));
    StoredCheckpoint last = RunDirectory.open(directory.resolve(name)).checkpoints().newest().get();
    String weights = sha256(last.directory().resolve("q-network.bin"));
    if (RENEW) {
      Files.createDirectories(golden(""));
      Files.writeString(golden("progress.csv"), progress);
      Files.writeString(golden("weights.sha256"), weights + "\n");
      Files.writeString(GOLDEN.resolve("processor.txt"), processor() + "\n");
    }
    String expected = Files.readString(golden("progress.csv"));
    if (Files.readString(GOLDEN.resolve("processor.txt")).strip().equals(processor())) {
      assertThat(progress).isEqualTo(expected);
      assertThat(weights).isEqualTo(Files.readString(golden("weights.sha256")).strip());
    } else {
      assertThat(withoutTensorFlow(progress))
          .hasSizeGreaterThan(5)
          .isEqualTo(withoutTensorFlow(expected));
    }
  }

  private Path golden(String file) {
    return GOLDEN.resolve(name).resolve(file);
  }

  /** The episodes before learning begins: episode, env steps, 0, return, length, epsilon. */
  private static List<List<String>> withoutTensorFlow(String progress) {
    return progress
        .lines()
        .skip(1)
        .map(line -> List.of(line.split(",", -1)))
        .takeWhile(row -> row.get(2).equals("0"))
        .map(row -> row.subList(0, 6))
        .toList();
  }

  /** The kind of the first processor: TensorFlow chooses its instructions by that. */
  private static String processor() throws IOException {
    Path description = Path.of("/proc/cpuinfo");
    if (!Files.exists(description)) {
      return System.getProperty("os.name");
    }
    return Files.readAllLines(description).stream()
        .filter(line -> line.matches("(model name|cpu family|model)\\s*:.*"))
        .limit(3)
        .map(line -> line.replaceAll("\\s+", " "))
        .collect(Collectors.joining(", "));
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
