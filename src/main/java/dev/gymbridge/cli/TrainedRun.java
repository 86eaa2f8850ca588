package dev.gymbridge.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.tensorflow.ComputeSettings;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.run.ConfigJson;
import dev.gymbridge.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code config.json} says of a run: enough to make its environment and network again.
 *
 * @param environment id as given to train, with {@code native:} where it was
 * @param environmentArguments keyword arguments, as JSON texts
 * @param seed of the run
 * @param preset its name; {@code custom} for a configuration file
 * @param config how it was trained
 * @param observationSize floats of one observation
 * @param actions the number of actions
 */
record TrainedRun(
    String environment,
    Map<String, String> environmentArguments,
    long seed,
    String preset,
    DqnConfig config,
    int observationSize,
    int actions) {

  /** Which weights of a run are used. */
  enum Policy {
    /** As training left it. */
    FINAL,
    /** Of the best evaluation. */
    BEST
  }

  void write(RunDirectory run, Map<String, String> versions) {
    JsonObject json = new JsonObject();
    json.addProperty("environment", environment);
    JsonObject arguments = new JsonObject();
    environmentArguments.forEach((key, value) -> arguments.add(key, JsonValues.parse(value)));
    json.add("environment_arguments", arguments);
    json.addProperty("seed", seed);
    json.addProperty("preset", preset);
    json.addProperty("observation_size", observationSize);
    json.addProperty("actions", actions);
    json.add("config", config.toJson());
    ConfigJson.write(run.config(), json, versions);
  }

  static TrainedRun read(RunDirectory run) {
    JsonObject json = ConfigJson.read(run.config());
    try {
      Map<String, String> arguments = new LinkedHashMap<>();
      for (Map.Entry<String, JsonElement> argument :
          json.getAsJsonObject("environment_arguments").entrySet()) {
        arguments.put(argument.getKey(), argument.getValue().toString());
      }
      return new TrainedRun(
          json.get("environment").getAsString(),
          arguments,
          json.get("seed").getAsLong(),
          json.get("preset").getAsString(),
          DqnConfig.fromJson(json.getAsJsonObject("config")),
          json.get("observation_size").getAsInt(),
          json.get("actions").getAsInt());
    } catch (NullPointerException
        | ClassCastException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException e) {
      throw new CommandException(
          "%s is not the configuration of a run: %s; restore it, or train anew"
              .formatted(run.config(), e.getMessage()));
    }
  }

  /** How its environment is made; {@code id} is the one its source knows. */
  EnvironmentOptions options(String id) {
    EnvironmentOptions options =
        EnvironmentOptions.of(id).withArguments(JsonValues.toArguments(environmentArguments));
    return config.run().honourTimeLimit()
        ? options
        : options.withMaxEpisodeSteps(DqnConfig.UNLIMITED_EPISODE_STEPS);
  }

  QNetwork network(long networkSeed) {
    NetworkConfig networkConfig =
        config.networkConfig(ObservationShape.flat(observationSize), actions, networkSeed);
    return TensorFlowQNetwork.create(networkConfig, ComputeSettings.forNetwork(networkConfig));
  }

  /** The trained network; the caller closes it. */
  QNetwork trainedNetwork(RunDirectory run, Policy policy) {
    Path directory = policy == Policy.BEST ? run.best() : run.checkpoint();
    if (!Files.isDirectory(directory)) {
      throw new CommandException(
          "%s is missing: the run has no %s policy%s"
              .formatted(
                  directory,
                  policy == Policy.BEST ? "best" : "final",
                  policy == Policy.BEST
                      ? ", it was trained without evaluations; use --policy final"
                      : "; it ended before its first checkpoint"));
    }
    QNetwork network = network(0);
    try {
      network.restore(directory);
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }
}
