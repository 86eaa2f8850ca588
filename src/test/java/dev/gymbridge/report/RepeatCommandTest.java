package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentOptions.Wrapper;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.ServerRecipe;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RepeatCommandTest {
  @Test
  void isShortWhereAllIsAsUsual() {
    Recipe recipe =
        new Recipe(
            EnvironmentRecipe.of("CartPole-v1"), 3, "cartpole", DqnConfig.preset("cartpole"));
    assertThat(RepeatCommand.of(recipe)).isEqualTo("train CartPole-v1 --seed 3");
  }

  @Test
  void saysWhichPresetWhereTheIdDoesNotTell() {
    Recipe recipe =
        new Recipe(EnvironmentRecipe.of("Taxi-v3"), 3, "default", DqnConfig.preset("default"));
    assertThat(RepeatCommand.of(recipe)).isEqualTo("train Taxi-v3 --preset default --seed 3");
  }

  @Test
  void saysWhatDiffersAndQuotesIt() {
    EnvironmentRecipe environment =
        new EnvironmentRecipe(
            "FrozenLake-v1",
            Map.of("map_name", "it's"),
            List.of(new Wrapper("TimeAware", Map.of("flatten", true))),
            OptionalInt.of(50),
            List.of(),
            ServerRecipe.PLAIN);
    DqnConfig config = DqnConfig.preset("minimalrl").with("batch_size", 7);
    assertThat(RepeatCommand.of(new Recipe(environment, 1, "minimalrl", config)))
        .isEqualTo(
            "train FrozenLake-v1 --preset minimalrl --seed 1 --env-arg 'map_name=it'\\''s'"
                + " --wrapper TimeAware:flatten=true --max-episode-steps 50 --set batch_size=7");
  }
}
