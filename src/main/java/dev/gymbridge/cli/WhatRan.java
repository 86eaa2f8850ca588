package dev.gymbridge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a result is of, for {@code --json}: the command, the run, its preset, the versions. */
final class WhatRan {
  private WhatRan() {}

  /**
   * Adds the command line and the version of this program to any result or failure.
   *
   * @param arguments the command first
   */
  static void addTo(JsonObject json, List<String> arguments) {
    JsonArray all = new JsonArray();
    arguments.forEach(all::add);
    json.add("arguments", all);
    JsonObject versions =
        json.has("versions") ? json.getAsJsonObject("versions") : new JsonObject();
    versions.addProperty("gymbridge", Versions.gymbridge());
    json.add("versions", versions);
  }

  /**
   * Adds a run, its preset and the versions at work to a result.
   *
   * @param seed of what was played or trained
   */
  static void addTo(
      JsonObject json, RunDirectory run, Recipe recipe, long seed, ServerOptions.Opened opened) {
    addTo(json, run, recipe);
    json.addProperty("seed", seed);
    json.add("versions", toJson(versions(opened)));
  }

  /** Likewise, where nothing is played: the seed is the one of training. */
  static void addTo(JsonObject json, RunDirectory run, Recipe recipe) {
    json.addProperty("run", run.toString());
    json.addProperty("environment", recipe.environment().id());
    json.addProperty("preset", recipe.preset());
    json.addProperty("seed", recipe.seed());
  }

  static JsonObject toJson(Map<String, String> versions) {
    JsonObject json = new JsonObject();
    versions.forEach(json::addProperty);
    return json;
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
