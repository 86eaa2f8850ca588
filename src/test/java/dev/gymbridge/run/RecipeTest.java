package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.ConfigException;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private static final EnvironmentRecipe BREAKOUT = EnvironmentRecipe.of("MinAtar/Breakout-v1");
  private static final ObservationShape PICTURE = ObservationShape.picture(10, 10, 4, Element.BOOL);

  private static JsonObject batchesOf(int size) {
    JsonObject changes = new JsonObject();
    changes.addProperty("batch_size", size);
    return changes;
  }

  @Test
  void takesThePresetForPicturesWithWhatWasChanged() {
    Recipe usual = Recipe.usual(BREAKOUT, 3, batchesOf(64)).with("n_step", 5);
    assertThat(usual.preset()).isEqualTo("default");

    Recipe settled = usual.suiting(PICTURE);

    assertThat(settled.preset()).isEqualTo("minatar");
    assertThat(settled.config())
        .isEqualTo(DqnConfig.preset("minatar").with("batch_size", 64).with("n_step", 5));
    assertThat(settled.seed()).isEqualTo(3);
  }

  @Test
  void takesWhatOnlyThePresetForNumbersAllows() {
    JsonObject changes = new JsonObject();
    changes.addProperty("buffer_capacity", 3_000);
    Recipe usual = Recipe.usual(BREAKOUT, 3, changes);

    assertThat(usual.suiting(ObservationShape.flat(4)).config())
        .isEqualTo(DqnConfig.preset("default").with("buffer_capacity", 3_000));
    assertThatThrownBy(() -> usual.suiting(PICTURE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("learning_starts must be below buffer_capacity (3000), got 5000");
  }

  @Test
  void refusesWhatNoPresetThatMaySuitAllows() {
    assertThatThrownBy(() -> Recipe.usual(BREAKOUT, 3, batchesOf(0)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("batch_size must be");
  }

  @Test
  void keepsThePresetThatSuitsNumbers() {
    Recipe usual = Recipe.usual(BREAKOUT, 3, batchesOf(64));

    Recipe settled = usual.suiting(ObservationShape.flat(4));

    assertThat(settled.preset()).isEqualTo("default");
    assertThat(settled.config()).isEqualTo(usual.config());
  }

  @Test
  void keepsThePresetThatWasAskedFor() {
    Recipe asked = new Recipe(BREAKOUT, 3, "default", DqnConfig.preset("default"));

    assertThat(asked.with("n_step", 5).suiting(PICTURE))
        .isEqualTo(
            new Recipe(BREAKOUT, 3, "default", DqnConfig.preset("default").with("n_step", 5)));
  }

  @Test
  void leavesOpenWhichPresetSuitsUnderAnotherSeed() {
    assertThat(Recipe.usual(BREAKOUT, 3, new JsonObject()).withSeed(4).suiting(PICTURE))
        .isEqualTo(new Recipe(BREAKOUT, 4, "minatar", DqnConfig.preset("minatar")));
  }
}
