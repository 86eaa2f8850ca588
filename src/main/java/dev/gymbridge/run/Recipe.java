package dev.gymbridge.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentOptions;
import java.util.Map;

/**
 * All that decides a run: what is trained, how, and from which seed. A run directory keeps it as
 * {@code config.json}.
 *
 * @param environment how it is made
 * @param seed of every random choice, at least 0
 * @param preset the name of the configuration it began with; {@code custom} for a file
 * @param config how to train
 */
public record Recipe(EnvironmentRecipe environment, long seed, String preset, DqnConfig config) {
  private static final String CLASSIC_SCRIPT = "minimalrl";
  private static final String VERSIONS = "versions";

  /** Whether the run speaks and shows its agent as the classic script does. */
  public boolean isClassicScript() {
    return preset.equals(CLASSIC_SCRIPT);
  }

  /** The same with another configuration. */
  public Recipe withConfig(DqnConfig newConfig) {
    return new Recipe(environment, seed, preset, newConfig);
  }

  /** How the environment is made to train on; {@code sourceId} is the id that its source knows. */
  public EnvironmentOptions options(String sourceId) {
    EnvironmentOptions options = environment.options(sourceId);
    return config.run().honourTimeLimit()
        ? options
        : options.withMaxEpisodeSteps(DqnConfig.UNLIMITED_EPISODE_STEPS);
  }

  /** Writes {@code config.json}, whole or not at all. */
  void write(RunDirectory run, TrainedOn trainedOn, Map<String, String> versions) {
    JsonObject json = new JsonObject();
    environment.write(json);
    json.addProperty("seed", seed);
    json.addProperty("preset", preset);
    json.add("trained_on", trainedOn.toJson());
    json.add("config", config.toJson());
    json.add(VERSIONS, versions(versions));
    JsonFile.write(run.config(), json, run.disk());
  }

  private static JsonObject versions(Map<String, String> versions) {
    JsonObject json = new JsonObject();
    versions.forEach(json::addProperty);
    json.addProperty("java", Runtime.version().toString());
    json.addProperty(
        "os",
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    return json;
  }

  /**
   * Reads the recipe of a run.
   *
   * @throws RunDirectoryException if it cannot be read, or is none
   */
  public static Recipe read(RunDirectory run) {
    JsonObject json = JsonFile.read(run.config());
    try {
      return new Recipe(
          EnvironmentRecipe.read(json),
          json.get("seed").getAsLong(),
          json.get("preset").getAsString(),
          DqnConfig.fromJson(json.getAsJsonObject("config")));
    } catch (NullPointerException
        | ClassCastException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | IllegalArgumentException e) {
      throw new RunDirectoryException(
          "%s is not the configuration of a run: %s; restore it, or train anew"
              .formatted(run.config(), e.getMessage()),
          e);
    }
  }
}
