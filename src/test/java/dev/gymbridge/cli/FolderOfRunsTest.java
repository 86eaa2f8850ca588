package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command does that is given a folder of runs where it takes a run. */
class FolderOfRunsTest {
  @TempDir Path folder;

  @BeforeEach
  void train() throws IOException {
    for (String environment : new String[] {"CartPole-v1", "MountainCar-v0"}) {
      String run = folder.resolve(environment).resolve("run").toString();
      Gymbridge.Result result =
          Gymbridge.run(
              ("train native:%s --run-dir %s --total-steps 400 --no-test --set hidden_sizes=[8]"
                      + " --set evaluation_period=null --set final_evaluation_episodes=1")
                  .formatted(environment, run)
                  .split(" "));
      assertThat(result.exitCode()).as(result.err()).isZero();
    }
    // A run that trains still, or was killed.
    Path unfinished = Files.createDirectories(folder.resolve("CartPole-v1/begun"));
    Files.copy(folder.resolve("CartPole-v1/run/config.json"), unfinished.resolve("config.json"));
  }

  @Test
  void comparesAllRunsByTheirEnvironmentsAndLeavesOutWhatHasNotEnded() {
    String out = folder.resolve("comparison").toString();
    Gymbridge.Result result = Gymbridge.run("compare", folder.toString(), "--out", out, "--json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.json().getAsJsonObject("environments").keySet())
        .containsExactly("native:CartPole-v1", "native:MountainCar-v0");
    assertThat(result.err())
        .contains("left out " + folder.resolve("CartPole-v1/begun") + ": it has not ended\n");

    String begun = folder.resolve("CartPole-v1/begun").toString();
    Gymbridge.Result named = Gymbridge.run("compare", begun, "--out", out);
    assertThat(named.exitCode()).isEqualTo(1);
    assertThat(named.err()).contains("begun has not ended: summary.json is missing");
  }

  @Test
  void evaluatesTheNewestRunInIt() {
    Gymbridge.Result result =
        Gymbridge.run(
            "evaluate", folder.resolve("MountainCar-v0").toString(), "--episodes", "1", "--json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.json().get("run").getAsString())
        .isEqualTo(folder.resolve("MountainCar-v0/run").toString());
  }

  @Test
  void goesOnWithNoneThatIsNotNamed() {
    Gymbridge.Result result = Gymbridge.run("train", "--resume", folder.toString());
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains(folder + " is not a run directory, but holds 3; name one of them, such as ");
  }
}
