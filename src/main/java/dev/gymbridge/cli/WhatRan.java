package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a result is of, for {@code --json}: the run, its preset, the versions that made it. */
final class WhatRan {
  private WhatRan() {}

  /**
   * Adds it to a result.
   *
   * @param seed of what was played or trained
   */
  static void addTo(
      JsonObject json, RunDirectory run, Recipe recipe, long seed, ServerOptions.Opened opened) {
    json.addProperty("run", run.toString());
    json.addProperty("environment", recipe.environment().id());
    json.addProperty("preset", recipe.preset());
    json.addProperty("seed", seed);
    JsonObject versions = new JsonObject();
    versions(opened).forEach(versions::addProperty);
    json.add("versions", versions);
  }

  /** The versions of what works together here. */
  static Map<String, String> versions(ServerOptions.Opened opened) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("gymbridge", Versions.gymbridge());
    versions.put("tensorflow", Versions.tensorflow());
    versions.putAll(opened.versions());
    return versions;
  }
}
