package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.TrainedAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A trained network as a SavedModel. */
@Command(
    name = "export",
    description = {
      "Writes a trained network as a SavedModel. Its signature serving_default maps observation",
      "[n, observation size] to action_values [n, actions]."
    },
    footer = {
      "",
      "Examples:",
      "  gymbridge export --out model",
      "  gymbridge export runs/CartPole-v1/20260102-030405-seed1 --out model --policy final"
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Runnable {
  @Mixin private RunOptions runOptions;
  @Mixin private OutputOptions outputOptions;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The directory to make; one that exists is refused.")
  private Path out;

  @Override
  public void run() {
    if (Files.exists(out)) {
      throw new CommandException(out + " exists; give another --out, or delete it first");
    }
    Console console = outputOptions.console();
    RunDirectory run = runOptions.run();
    Policy policy = runOptions.policy(run);
    console.note("exporting the %s policy of %s".formatted(policy, run));
    JsonObject json = new JsonObject();
    json.addProperty("directory", out.toString());
    json.addProperty("policy", policy.toString());
    try (TrainedAgent agent = runOptions.agent(run)) {
      agent.export(out);
      WhatRan.addTo(json, run, agent.recipe());
    }
    console.say("SavedModel: " + out);
    console.result(json);
  }
}
