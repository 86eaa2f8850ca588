package dev.gymbridge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.Preset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What train --preset takes. */
@Command(
    name = "presets",
    description = "Lists the configurations that come with gymbridge, with what each reaches.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  gymbridge presets", "  gymbridge presets --json"})
final class PresetsCommand implements Runnable {
  @Mixin private OutputOptions outputOptions;

  @Override
  public void run() {
    Console console = outputOptions.console();
    JsonArray presets = new JsonArray();
    for (Preset preset : DqnConfig.allPresets()) {
      console.say("%s: %s".formatted(preset.name(), preset.purpose()));
      console.say("  reaches " + preset.reaches());
      JsonObject json = new JsonObject();
      json.addProperty("name", preset.name());
      json.addProperty("purpose", preset.purpose());
      json.addProperty("reaches", preset.reaches());
      json.add("config", preset.config().toJson());
      presets.add(json);
    }
    JsonObject result = new JsonObject();
    result.add("presets", presets);
    console.result(result);
  }
}
