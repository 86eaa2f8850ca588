package dev.gymbridge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.conformance.CheckResult;
import dev.gymbridge.env.conformance.ConformanceOptions;
import dev.gymbridge.env.conformance.ConformanceReport;
import dev.gymbridge.env.conformance.EnvironmentConformance;
import dev.gymbridge.env.conformance.Outcome;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.ServerRecipe;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The conformance suite on any environment, as a report. */
@Command(
    name = "check",
    description = {
      "Checks whether an environment keeps to the contract, and prints a report.",
      "Exit code 1 when a check fails."
    },
    footer = {
      "",
      "Examples:",
      "  gymbridge check native:CartPole-v1",
      "  gymbridge check my_package:MyEnv-v0 --frugal"
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Mixin private EnvironmentId environmentId;

  @Option(
      names = "--num-envs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Environments of a vector, at least 2 (default: ${DEFAULT-VALUE}).")
  private int numEnvs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The first of the seeds used (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--frugal",
      description = "Try less, for an environment whose steps or frames cost milliseconds.")
  private boolean frugal;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "For one check; then the environment counts as hung (default: ${DEFAULT-VALUE}).")
  private double timeLimitSeconds;

  @Mixin private EnvironmentArguments arguments;
  @Mixin private ServerOptions serverOptions;
  @Mixin private OutputOptions outputOptions;

  private final Interruption interruption;

  CheckCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    if (!environmentId.isGiven()) {
      throw new UsageException(
          "name the environment to check, such as check " + EnvironmentId.DEFAULT);
    }
    Console console = outputOptions.console();
    ConformanceOptions limits = limits();
    console.note("checking " + environmentId.id());
    EnvironmentRecipe recipe =
        arguments.recipe(environmentId.id(), List.of(), serverOptions.recipe(ServerRecipe.PLAIN));
    ServerOptions.Opened opened = serverOptions.open(recipe, console);
    Queue<EnvironmentSource> first = new ArrayDeque<>();
    first.add(opened.source());
    EnvironmentOptions options = recipe.options(opened.id());
    try (opened;
        EnvironmentConformance conformance =
            EnvironmentConformance.of(() -> next(first, recipe, console), options, limits)) {
      ConformanceReport report =
          conformance.run(result -> say(console, result), interruption::requested);
      int left = conformance.checks().size() - report.results().size();
      console.say("");
      if (left > 0) {
        console.say("interrupted, %d checks were not made".formatted(left));
      }
      console.say(report.summary());
      boolean ok = report.passed() && left == 0;
      JsonObject json = toJson(report, left, ok);
      json.addProperty("seed", seed);
      json.addProperty("num_envs", numEnvs);
      json.add("versions", WhatRan.toJson(opened.versions()));
      console.result(json);
      return ok ? 0 : 1;
    }
  }

  /** The source that is open, once; then others like it, for the checks that close theirs. */
  private EnvironmentSource next(
      Queue<EnvironmentSource> first, EnvironmentRecipe recipe, Console console) {
    EnvironmentSource open = first.poll();
    return open != null ? open : serverOptions.open(recipe, console).source();
  }

  private ConformanceOptions limits() {
    if (numEnvs < 2) {
      throw new UsageException("--num-envs must be at least 2, got " + numEnvs);
    }
    if (!(timeLimitSeconds >= 0.001 && timeLimitSeconds <= 1e9)) {
      throw new UsageException(
          "--time-limit must be at least 0.001 and at most 1e9, got " + timeLimitSeconds);
    }
    RunOptions.requireSeed(seed);
    return (frugal ? ConformanceOptions.FRUGAL : ConformanceOptions.DEFAULT)
        .withNumEnvs(numEnvs)
        .withSeed(seed)
        .withTimeLimit(Duration.ofMillis(Math.round(timeLimitSeconds * 1000)));
  }

  private static void say(Console console, CheckResult result) {
    console.say(ConformanceReport.text(result).stripTrailing());
  }

  private static JsonObject toJson(ConformanceReport report, int left, boolean ok) {
    JsonObject json = new JsonObject();
    json.addProperty("environment", report.environment());
    json.addProperty("ok", ok);
    json.addProperty("not_made", left);
    for (Outcome outcome : Outcome.values()) {
      json.addProperty(name(outcome), report.count(outcome));
    }
    JsonArray checks = new JsonArray();
    for (CheckResult result : report.results()) {
      JsonObject check = new JsonObject();
      check.addProperty("id", result.id());
      check.addProperty("outcome", name(result.outcome()));
      check.addProperty("requirement", result.requirement());
      check.addProperty("message", result.message());
      check.addProperty("expected", result.expected());
      check.addProperty("actual", result.actual());
      check.addProperty("mend", result.mend());
      check.addProperty("seconds", result.duration().toNanos() / 1e9);
      checks.add(check);
    }
    json.add("checks", checks);
    return json;
  }

  private static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
