package dev.gymbridge.report;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentOptions.Wrapper;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.ServerRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The command line that makes a run again, from its recipe: what differs from the usual is said.
 */
public final class RepeatCommand {
  private static final Gson GSON = new Gson();
  private static final Pattern PLAIN = Pattern.compile("[\\w:/.,=+@%-]+");

  private final List<String> words = new ArrayList<>(List.of("train"));

  private RepeatCommand(Recipe recipe) {
    EnvironmentRecipe environment = recipe.environment();
    words.add(environment.id());
    String preset = DqnConfig.presets().contains(recipe.preset()) ? recipe.preset() : "default";
    // Which preset an environment without its own gets is up to its observations: it is said.
    if (!preset.equals(DqnConfig.presetFor(environment.id())) || preset.equals("default")) {
      option("--preset", preset);
    }
    option("--seed", Long.toString(recipe.seed()));
    environment.arguments().forEach((key, value) -> option("--env-arg", key + "=" + text(value)));
    environment.wrappers().forEach(wrapper -> option("--wrapper", text(wrapper)));
    environment
        .maxEpisodeSteps()
        .ifPresent(steps -> option("--max-episode-steps", Integer.toString(steps)));
    list("--observation-keys", environment.observationKeys());
    server(environment.server());
    settings(recipe.config().toJson(), DqnConfig.preset(preset).toJson());
  }

  /** The arguments of the program, quoted for a shell. */
  public static String of(Recipe recipe) {
    return new RepeatCommand(recipe)
        .words.stream().map(RepeatCommand::quoted).collect(Collectors.joining(" "));
  }

  private void server(ServerRecipe server) {
    list("--server-extras", server.extras());
    list("--server-packages", server.packages());
    if (server.python() != null) {
      option("--server-python", server.python());
    }
    if (server.vectorization() != null) {
      option("--vectorization", server.vectorization());
    }
  }

  private void settings(JsonObject config, JsonObject usual) {
    for (Map.Entry<String, JsonElement> entry : config.entrySet()) {
      boolean isOther = entry.getKey().equals("total_env_steps") && entry.getValue().isJsonNull();
      if (!entry.getValue().equals(usual.get(entry.getKey())) && !isOther) {
        option("--set", entry.getKey() + "=" + text(entry.getValue()));
      }
    }
  }

  private void option(String name, String value) {
    words.add(name);
    words.add(value);
  }

  private void list(String name, List<String> values) {
    if (!values.isEmpty()) {
      option(name, String.join(",", values));
    }
  }

  private static String text(Wrapper wrapper) {
    return wrapper.arguments().isEmpty()
        ? wrapper.name()
        : wrapper.arguments().entrySet().stream()
            .map(argument -> argument.getKey() + "=" + text(argument.getValue()))
            .collect(Collectors.joining(",", wrapper.name() + ":", ""));
  }

  private static String text(Object value) {
    JsonElement json = value instanceof JsonElement element ? element : GSON.toJsonTree(value);
    return json.isJsonPrimitive() && json.getAsJsonPrimitive().isString()
        ? json.getAsString()
        : json.toString();
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
