package dev.gymbridge.cli;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gymbridge.dqn.SpaceCheck;
import dev.gymbridge.dqn.UnsupportedEnvironmentException;
import dev.gymbridge.remote.session.ListedEnvironment;
import dev.gymbridge.remote.session.ServerInfo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the server can make. */
@Command(
    name = "envs",
    description = "Lists what the server can make, with spaces, and whether DQN can learn it.",
    mixinStandardHelpOptions = true)
final class EnvsCommand implements Runnable {
  private static final int WIDEST_ID = 32;
  private static final Gson AS_JSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILTER",
      defaultValue = "",
      description = "Only ids that contain this, ignoring case.")
  private String filter;

  @Mixin private ServerOptions serverOptions;
  @Mixin private OutputOptions outputOptions;

  @Override
  public void run() {
    Console console = outputOptions.console();
    try (ServerOptions.Connected connected = serverOptions.connect(console)) {
      List<ListedEnvironment> environments = connected.server().list(filter, true);
      JsonArray rows = new JsonArray();
      for (ListedEnvironment environment : environments) {
        rows.add(toJson(environment));
        if (!console.json()) {
          console.say(toText(environment));
        }
      }
      if (environments.isEmpty()) {
        console.say("no environment id contains \"" + filter + "\"; envs alone lists all");
      }
      ServerInfo info = connected.server().serverInfo();
      console.note("server at %s: %s".formatted(connected.server().address(), info.text()));
      JsonObject json = new JsonObject();
      json.add("server", AS_JSON.toJsonTree(info));
      json.add("environments", rows);
      console.result(json);
    }
  }

  private static String toText(ListedEnvironment environment) {
    String id = pad(environment.spec().id());
    if (!environment.problem().isEmpty()) {
      return id + "  cannot be made: " + environment.problem().lines().findFirst().orElse("");
    }
    return "%s  %s -> %s%s"
        .formatted(
            id,
            environment.observationSpace(),
            environment.actionSpace(),
            isLearnable(environment) ? "" : "  (not for DQN)");
  }

  private static String pad(String id) {
    return id + " ".repeat(Math.max(0, WIDEST_ID - id.length()));
  }

  private static boolean isLearnable(ListedEnvironment environment) {
    if (environment.observationSpace() == null || environment.actionSpace() == null) {
      return false;
    }
    try {
      SpaceCheck.requireLearnable(
          environment.spec().id(), environment.observationSpace(), environment.actionSpace());
      return true;
    } catch (UnsupportedEnvironmentException e) {
      return false;
    }
  }

  private static JsonObject toJson(ListedEnvironment environment) {
    JsonObject json = new JsonObject();
    json.addProperty("id", environment.spec().id());
    json.addProperty("observation_space", text(environment.observationSpace()));
    json.addProperty("action_space", text(environment.actionSpace()));
    environment
        .spec()
        .maxEpisodeSteps()
        .ifPresent(steps -> json.addProperty("max_episode_steps", steps));
    json.addProperty("learnable", isLearnable(environment));
    json.addProperty("problem", environment.problem());
    return json;
  }

  private static String text(@org.jspecify.annotations.Nullable Object space) {
    return space == null ? "" : space.toString();
  }
}
