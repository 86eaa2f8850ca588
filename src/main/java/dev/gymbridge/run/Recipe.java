package dev.gymbridge.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.gymbridge.dqn.ConfigException;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.network.ObservationShape;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that decides a run: what is trained, how, and from which seed. A run directory keeps it as
 * {@code config.json}.
 *
 * @param environment how it is made
 * @param seed of every random choice, at least 0
 * @param preset the name of the configuration it began with; {@code custom} for a file
 * @param config how to train
 * @param changes what the configuration changes of a preset that nobody asked for, so that another
 *     may be taken once the observations are known; null where it is settled
 */
public record Recipe(
    EnvironmentRecipe environment,
    long seed,
    String preset,
    DqnConfig config,
    @Nullable JsonObject changes) {
  private static final String CLASSIC_SCRIPT = "minimalrl";
  private static final String VERSIONS = "versions";

  /** A recipe whose configuration is settled. */
  public Recipe(EnvironmentRecipe environment, long seed, String preset, DqnConfig config) {
    this(environment, seed, preset, config, null);
  }

  /**
   * A recipe with the preset that suits the environment, as far as its id tells; {@link #suiting}
   * settles it.
   *
   * @param changes keys of the configuration that have other values
   * @throws ConfigException if there is no such key, or a value is allowed with no preset that may
   *     suit
   */
  public static Recipe usual(EnvironmentRecipe environment, long seed, JsonObject changes) {
    ConfigException refused = null;
    for (String preset : DqnConfig.presetsFor(environment.id())) {
      try {
        DqnConfig config = DqnConfig.preset(preset).with(changes);
        return new Recipe(environment, seed, preset, config, changes.deepCopy());
      } catch (ConfigException e) {
        // What does not go with the likeliest may go with the one that the observations ask for.
        refused = refused == null ? e : refused;
      }
    }
    throw Objects.requireNonNull(refused, "some preset suits every environment");
  }

  /**
   * The same, settled, with the preset that suits such observations where none was asked for.
   *
   * @throws ConfigException if what was changed does not go with that preset
   */
  Recipe suiting(ObservationShape observation) {
    if (changes == null) {
      return this;
    }
    String suiting = DqnConfig.presetFor(environment.id(), observation);
    return new Recipe(environment, seed, suiting, DqnConfig.preset(suiting).with(changes));
  }

  /** Whether the run speaks and shows its agent as the classic script does. */
  public boolean isClassicScript() {
    return preset.equals(CLASSIC_SCRIPT);
  }

  /** What is seen of the run: its environment, and the name of its directory. */
  public String subject(RunDirectory run) {
    return environment.id() + " · " + run.name();
  }

  /** The run in a line: its environment, the arguments of that, its preset, its seed. */
  public String title() {
    String arguments =
        environment.arguments().entrySet().stream()
            .map(argument -> argument.getKey() + "=" + argument.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return "%s%s · %s · seed %s"
        .formatted(
            environment.id(), environment.arguments().isEmpty() ? "" : arguments, preset, seed);
  }

  /** The same with another seed. */
  public Recipe withSeed(long newSeed) {
    return new Recipe(environment, newSeed, preset, config, changes);
  }

  /**
   * The same with another value for one key of the configuration.
   *
   * @throws ConfigException if there is no such key, or the value is not allowed
   */
  public Recipe with(String key, @Nullable Object value) {
    DqnConfig changed = config.with(key, value);
    if (changes == null) {
      return withConfig(changed);
    }
    JsonObject more = changes.deepCopy();
    more.add(key, changed.toJson().get(key));
    return new Recipe(environment, seed, preset, changed, more);
  }

  /** The same with another configuration, and settled. */
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

  /** What decides the run, as numbers and texts by name, the configuration's keys first. */
  public JsonObject hyperparameters() {
    JsonObject flat = config.toJson();
    flat.addProperty("environment", environment.id());
    flat.addProperty("preset", preset);
    flat.addProperty("seed", seed);
    return flat;
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

  /** What a checkpoint says of where it comes from. */
  JsonObject provenance(Map<String, String> versions) {
    JsonObject json = new JsonObject();
    json.addProperty("environment", environment.id());
    json.addProperty("seed", seed);
    json.addProperty("preset", preset);
    json.add(VERSIONS, versions(versions));
    return json;
  }

  private static JsonObject versions(Map<String, String> versions) {
    JsonObject json = new JsonObject();
    // A server tells them in another order each time.
    new TreeMap<>(versions).forEach(json::addProperty);
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
