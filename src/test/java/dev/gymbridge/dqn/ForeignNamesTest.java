package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignNamesTest {
  @Test
  void leadToKeysThatThereAreAndAreNoneThemselves() {
    List<String> keys = DqnConfig.keys().stream().map(ConfigKey::name).toList();
    assertThat(keys).containsAll(ForeignNames.all().values());
    assertThat(keys).doesNotContainAnyElementsOf(ForeignNames.all().keySet());
  }

  @Test
  void areKnownInTheLettersOfAnOption() {
    assertThat(ForeignNames.keyFor("--Max-Grad-Norm")).contains("max_gradient_norm");
    assertThat(ForeignNames.keyFor("learning_rate")).isEmpty();
  }
}
