package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.dqn.UnsupportedEnvironmentException;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.DictValue;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdaptationTest {
  private static final Space PLACE = Box.of(-1, 1, DType.FLOAT32, 2);
  private static final Space ACTIONS = new Discrete(3);

  private static Dict dict(Object... keysAndSpaces) {
    Map<String, Space> spaces = new LinkedHashMap<>();
    for (int i = 0; i < keysAndSpaces.length; i += 2) {
      spaces.put((String) keysAndSpaces[i], (Space) keysAndSpaces[i + 1]);
    }
    return new Dict(spaces);
  }

  private static Adaptation adapt(Space observations, String... keys) {
    return Adaptation.of("X-v0", observations, ACTIONS, List.of(keys));
  }

  @Test
  void leavesAnEnvironmentThatSuitsAsItIs() {
    Adaptation adaptation = adapt(PLACE);

    assertThat(adaptation.changesNothing(PLACE, ACTIONS)).isTrue();
    assertThat(adaptation.notes()).isEmpty();
  }

  @Test
  void leavesOutAKeyThatCannotBeLearnedFromAndSaysSo() {
    Dict seen = dict("place", PLACE, "trail", new Sequence(PLACE, false), "mode", ACTIONS);
    Adaptation adaptation = adapt(seen);

    assertThat(adaptation.observationSpace()).isEqualTo(dict("place", PLACE, "mode", ACTIONS));
    assertThat(adaptation.notes()).anyMatch(note -> note.contains("\"trail\" is left out"));
    assertThat(adaptation.notes()).anyMatch(note -> note.contains("flattened to 5 numbers"));
  }

  @Test
  void showsTheAgentTheKeysThatWereChosen() {
    Adaptation adaptation = adapt(dict("place", PLACE, "mode", ACTIONS), "mode");
    Value all =
        new DictValue(
            Map.of("place", NdArray.of(new float[] {0, 1}, 2), "mode", NdArray.scalar(2L)));

    assertThat(adaptation.observe(all))
        .isEqualTo(new DictValue(Map.of("mode", NdArray.scalar(2L))));
    assertThat(adaptation.observationSpace().flatSize()).isEqualTo(3);
  }

  @Test
  void namesTheKeysThereAre() {
    assertThatThrownBy(() -> adapt(dict("place", PLACE), "plaec"))
        .isInstanceOf(UnsupportedEnvironmentException.class)
        .hasMessage("the observations of X-v0 have no key \"plaec\"; there are place");
    assertThatThrownBy(() -> adapt(PLACE, "place"))
        .hasMessageContaining("have no keys, they are Box(");
  }

  @Test
  void refusesObservationsOfNothing() {
    assertThatThrownBy(() -> adapt(Box.of(-1, 1, DType.FLOAT32, 0)))
        .isInstanceOf(UnsupportedEnvironmentException.class)
        .hasMessageContaining("whose observations have no numbers");
  }

  @Test
  void saysHowContinuousActionsBecomeDiscrete() {
    assertThatThrownBy(() -> Adaptation.of("Pendulum-v1", PLACE, PLACE, List.of()))
        .isInstanceOf(UnsupportedEnvironmentException.class)
        .hasMessageContaining("Pendulum-v1 has the action space Box(")
        .hasMessageContaining("--wrapper DiscretizeAction");
  }

  @Test
  void saysHowLargePicturesBecomeSmall() {
    assertThat(adapt(Box.of(0, 255, DType.UINT8, 210, 160, 3)).notes())
        .singleElement()
        .asString()
        .startsWith("observations are large pictures (Box(0, 255, (210, 160, 3), uint8)); smaller");
    assertThat(adapt(Box.of(0, 255, DType.UINT8, 4, 84, 84)).notes()).isEmpty();
    assertThat(adapt(Box.of(0, 255, DType.UINT8, 40_000)).notes()).isEmpty();
  }
}
