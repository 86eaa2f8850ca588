package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresetsCommandTest {
  @Test
  void listsEachPresetWithWhatItReaches() {
    Gymbridge.Result result = Gymbridge.run("presets");

    assertThat(result.exitCode()).isZero();
    for (String name : DqnConfig.presets()) {
      assertThat(result.out()).contains(name + ": ");
    }
    assertThat(result.out().lines()).hasSize(2 * DqnConfig.presets().size());
  }

  @Test
  void givesTheKeysOfEachAsJson() {
    JsonArray presets = Gymbridge.run("presets", "--json").json().getAsJsonArray("presets");

    List<String> names = new ArrayList<>();
    for (JsonElement element : presets) {
      JsonObject preset = element.getAsJsonObject();
      names.add(preset.get("name").getAsString());
      assertThat(DqnConfig.fromJson(preset.getAsJsonObject("config")))
          .isEqualTo(DqnConfig.preset(preset.get("name").getAsString()));
    }
    assertThat(names).isEqualTo(DqnConfig.presets());
  }
}
