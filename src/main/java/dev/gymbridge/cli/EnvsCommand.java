package dev.gymbridge.cli;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gymbridge.remote.session.ListedEnvironment;
import dev.gymbridge.remote.session.ServerInfo;
import dev.gymbridge.run.Learnability;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the server can make. */
@Command(
    name = "envs",
    description = {
      "Lists what the server can make, with spaces, and whether DQN can learn it.",
      "Exit code 1 when there is nothing to list."
    },
    footer = {
      "",
      "Examples:",
      "  gymbridge envs",
      "  gymbridge envs cart",
      "  gymbridge envs --module my_package"
    },
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

  @Option(
      names = "--module",
      paramLabel = "NAME",
      description =
          "What this module registers, such as my_package; found as for --env my_package:Id.")
  private @Nullable String module;

  @Mixin private ServerOptions serverOptions;
  @Mixin private OutputOptions outputOptions;

  @Override
  public void run() {
    Console console = outputOptions.console();
    console.note("asking the server what it can make");
    String asked = module == null ? filter : module + ":" + filter;
    try (ServerOptions.Connected connected =
        module == null ? serverOptions.connect(console) : serverOptions.connect(console, module)) {
      console.note("making each environment to learn its spaces");
      List<ListedEnvironment> environments = connected.server().list(asked, true);
      if (environments.isEmpty()) {
        throw new CommandException(
            module == null
                ? "no environment id contains \"%s\"; envs alone lists all".formatted(filter)
                : "the module %s registers no environment whose id contains \"%s\""
                    .formatted(module, filter));
      }
      JsonArray rows = new JsonArray();
      for (ListedEnvironment environment : environments) {
        rows.add(toJson(environment));
        if (!console.json()) {
          console.say(toText(environment));
        }
      }
      ServerInfo info = connected.server().serverInfo();
      console.note("server at %s: %s".formatted(connected.server().address(), info.text()));
      JsonObject json = new JsonObject();
      json.add("server", AS_JSON.toJsonTree(info));
      json.add("environments", rows);
      json.add("versions", WhatRan.toJson(ServerOptions.versions(info)));
      console.result(json);
    }
  }

  private static String toText(ListedEnvironment environment) {
    String id = pad(environment.spec().id());
    if (!environment.problem().isEmpty()) {
      return id + "  cannot be made: " + environment.problem().lines().findFirst().orElse("");
    }
    return "%s  %s -> %s  %s"
        .formatted(
            id,
            environment.observationSpace(),
            environment.actionSpace(),
            learning(environment).text());
  }

  private static String pad(String id) {
    return id + " ".repeat(Math.max(0, WIDEST_ID - id.length()));
  }

  private static Learnability learning(ListedEnvironment environment) {
    if (environment.observationSpace() == null || environment.actionSpace() == null) {
      return new Learnability(false, List.of("it cannot be made"));
    }
    return Learnability.of(
        environment.spec().id(), environment.observationSpace(), environment.actionSpace());
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
    Learnability learning = learning(environment);
    json.addProperty("learnable", learning.learnable());
    json.addProperty("learning", learning.text());
    json.addProperty("problem", environment.problem());
    return json;
  }

  private static String text(@Nullable Object space) {
    return space == null ? "" : space.toString();
  }
}
