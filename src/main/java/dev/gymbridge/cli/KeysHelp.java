package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.ConfigKey;
import dev.gymbridge.dqn.DqnConfig;

/** What {@code train --help-keys} prints, made from where the keys are said. */
final class KeysHelp {
  private KeysHelp() {}

  /** Every key with its value in a configuration, what it decides and what it may be. */
  static void print(Console console, DqnConfig config) {
    JsonObject values = config.toJson();
    JsonObject keys = new JsonObject();
    for (ConfigKey key : DqnConfig.keys()) {
      console.sayToPeople("%s = %s".formatted(key.name(), values.get(key.name())));
      console.sayToPeople(
          "    %s: %s%s".formatted(key.documentation(), key.allowed(), change(key)));
      JsonObject one = new JsonObject();
      one.add("value", values.get(key.name()));
      one.addProperty("meaning", key.documentation());
      one.addProperty("allowed", key.allowed());
      one.addProperty("changeable", key.isChangeable());
      keys.add(key.name(), one);
    }
    JsonObject json = new JsonObject();
    json.add("keys", keys);
    console.result(json);
  }

  private static String change(ConfigKey key) {
    return key.isChangeable() ? " (may change with --resume)" : "";
  }
}
