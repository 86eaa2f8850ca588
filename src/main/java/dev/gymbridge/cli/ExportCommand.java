package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.network.ExportFormat;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.TrainedAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A trained network as a SavedModel. */
@Command(
    name = "export",
    description = {
      "Writes a trained network as a TensorFlow SavedModel or an ONNX file: observation [n, ...] to",
      "action_values [n, actions] and actions [n], the best, counted from 0."
    },
    footer = {
      "",
      "Examples:",
      "  gymbridge export --out model",
      "  gymbridge export --out agent.onnx",
      "  gymbridge export DIR --out model --policy final"
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Runnable {
  @Mixin private RunOptions runOptions;
  @Mixin private OutputOptions outputOptions;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR|FILE.onnx",
      description = "What to make; what exists is refused.")
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "saved_model|onnx",
      description = "What is written (default: onnx for a name that ends in .onnx).")
  private @Nullable ExportFormat format;

  @Override
  public void run() {
    if (Files.exists(out)) {
      throw new CommandException(out + " exists; give another --out, or delete it first");
    }
    Console console = outputOptions.console();
    RunDirectory run = runOptions.run();
    Policy policy = runOptions.policy(run);
    console.note("exporting the %s policy of %s".formatted(policy, RunOptions.nameOf(run)));
    ExportFormat chosen = format();
    JsonObject json = new JsonObject();
    json.addProperty(chosen == ExportFormat.ONNX ? "file" : "directory", out.toString());
    json.addProperty("format", chosen.name().toLowerCase(Locale.ROOT));
    json.addProperty("policy", policy.toString());
    try (TrainedAgent agent = runOptions.agent(run)) {
      agent.export(chosen, out);
      WhatRan.addTo(json, run, agent.recipe());
    }
    console.say((chosen == ExportFormat.ONNX ? "ONNX: " : "SavedModel: ") + out);
    console.result(json);
  }

  private ExportFormat format() {
    if (format != null) {
      return format;
    }
    return out.getFileName().toString().endsWith(".onnx")
        ? ExportFormat.ONNX
        : ExportFormat.SAVED_MODEL;
  }
}
