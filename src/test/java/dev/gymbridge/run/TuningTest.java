package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.dqn.DqnConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {
  private static final SearchSpace SPACE =
      new SearchSpace(
          JsonParser.parseString(
                  "{\"n_step\": [1, 2, 3, 4, 5, 6, 7, 8, 9], \"hidden_sizes\": [[8, 8]]}")
              .getAsJsonObject());

  @TempDir private Path directory;
  private final List<Trial> trained = Collections.synchronizedList(new ArrayList<>());

  private Tuning tuning(int trials, long seed) {
    return new Tuning(SPACE, seed, trials, 800, directory);
  }

  /** The more steps of a return, the better: what a search has to find. */
  private double score(Trial trial) {
    trained.add(trial);
    return trial.changes().get("n_step").getAsDouble();
  }

  private Trial search(Tuning tuning, int jobs) {
    return tuning.search(this::score, jobs, () -> false, line -> {});
  }

  @Test
  void halvesTheTrialsAndDoublesTheirSteps() {
    Trial best = search(tuning(8, 1), 1);

    assertThat(trained).hasSize(8 + 4 + 2 + 1);
    assertThat(trained.stream().map(Trial::envSteps).distinct())
        .containsExactly(100L, 200L, 400L, 800L);
    assertThat(best.round()).isEqualTo(3);
    double most =
        trained.stream().mapToDouble(t -> t.changes().get("n_step").getAsDouble()).max().orElse(0);
    assertThat(best.changes().get("n_step").getAsDouble()).isEqualTo(most);
  }

  @Test
  void findsTheSameWithSeveralJobs() {
    Trial best = search(tuning(6, 4), 1);

    Trial again = search(new Tuning(SPACE, 4, 6, 800, directory.resolve("again")), 3);

    assertThat(again).isEqualTo(best);
  }

  @Test
  void goesOnWithWhatIsMissing() {
    Trial[] best = new Trial[1];
    tuning(4, 7).search(this::score, 1, () -> trained.size() > 2, line -> {});
    int before = trained.size();
    assertThat(before).isEqualTo(3);

    best[0] = search(tuning(4, 7), 1);

    // The third was under way when the search was broken off: it is trained once more.
    assertThat(trained).hasSize(before + (4 - 2) + 2 + 1);
    assertThat(best[0].round()).isEqualTo(2);
  }

  @Test
  void trainsNothingOnceItIsDone() {
    Trial best = search(tuning(4, 7), 1);
    trained.clear();

    assertThat(search(tuning(4, 7), 1)).isEqualTo(best);
    assertThat(trained).isEmpty();
  }

  @Test
  void refusesTheTableOfAnotherSearch() {
    search(tuning(4, 7), 1);

    assertThatThrownBy(() -> tuning(4, 8))
        .isInstanceOf(OtherSearchException.class)
        .hasMessageContaining("trials.csv is of another search");
  }

  @Test
  void saysThatAFileIsNoTableOfTrials() throws IOException {
    Files.writeString(directory.resolve("trials.csv"), "name,age\nada,36\n");

    assertThatThrownBy(() -> tuning(4, 8))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessageContaining("trials.csv is no table of trials: it has the row ada,36");
  }

  @Test
  void tellsOfEachScore() {
    List<String> lines = new ArrayList<>();

    tuning(1, 3).search(trial -> -81.5, 1, () -> false, lines::add);

    assertThat(lines).containsExactly("round 1 of 1, trial 0: -81.5 after 800 env steps");
  }

  @Test
  void passesAFailureOn() {
    assertThatThrownBy(
            () ->
                tuning(2, 3)
                    .search(
                        trial -> {
                          throw new IllegalStateException("no such environment");
                        },
                        2,
                        () -> false,
                        line -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no such environment");
  }

  @Test
  void writesAConfigurationThatTrainReads() throws IOException {
    JsonObject length = new JsonObject();
    length.addProperty("total_env_steps", 800);
    Path file = directory.resolve("preset.json");

    Tuning.writePreset(new Trial(0, 0, 800, SPACE.sample(1, 0)), length, file);

    assertThat(DqnConfig.read(file).run().totalEnvSteps()).isEqualTo(800);
    assertThat(Files.readString(file)).contains("hidden_sizes");
  }

  @Test
  void everySampleOfTheUsualSpaceIsAConfiguration() {
    for (int number = 0; number < 50; number++) {
      JsonObject sample = SearchSpace.usual().sample(5, number);
      DqnConfig config = DqnConfig.preset("default").with(sample);
      assertThat(config.toJson().get("n_step")).isEqualTo(sample.get("n_step"));
    }
    assertThat(SearchSpace.usual().sample(5, 3)).isEqualTo(SearchSpace.usual().sample(5, 3));
    assertThat(SearchSpace.usual().sample(5, 3)).isNotEqualTo(SearchSpace.usual().sample(5, 4));
  }

  @Test
  void refusesASpaceWithoutValues() {
    JsonObject empty = JsonParser.parseString("{\"n_step\": []}").getAsJsonObject();

    assertThatThrownBy(() -> new SearchSpace(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the search space must have a list of values for n_step, such as [1, 3], got []");
  }

  @Test
  void triesOneValueOfAKeyThatIsGiven() throws IOException {
    JsonObject given =
        JsonParser.parseString(
                "{\"n_step\": 4, \"hidden_sizes\": [16, 16], \"evaluation_envs\": \"shared\"}")
            .getAsJsonObject();

    Trial best = search(new Tuning(SPACE.with(given), 7, 4, 800, directory), 1);

    assertThat(trained).allSatisfy(trial -> assertThat(trial.changes()).isEqualTo(given));
    Path file = directory.resolve("preset.json");
    Tuning.writePreset(best, new JsonObject(), file);
    assertThat(JsonParser.parseString(Files.readString(file))).isEqualTo(given);
    assertThatThrownBy(() -> tuning(4, 7)).isInstanceOf(OtherSearchException.class);
  }
}
