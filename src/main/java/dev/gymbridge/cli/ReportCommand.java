package dev.gymbridge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gymbridge.report.Comparison;
import dev.gymbridge.report.ComparisonPage;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.report.HtmlReport;
import dev.gymbridge.report.LearningCurve;
import dev.gymbridge.report.Verdict;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The pages of runs, made again. */
@Command(
    name = "report",
    description = {
      "Writes report.html and learning-curve.png of runs again, from what is in their directories.",
      "Of a directory of several runs comparison.html too, with the median and the quartiles over"
          + " their seeds; compare says where else to."
    },
    footer = {
      "",
      "Examples:",
      "  gymbridge report",
      "  gymbridge report runs/CartPole-v1",
      "  gymbridge report DIR"
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Runnable {
  @Parameters(
      arity = "0..*",
      paramLabel = "DIR",
      description = "A run directory, or a directory of them (default: the newest run in runs/).")
  private List<Path> paths = List.of();

  @Mixin private OutputOptions outputOptions;

  @Override
  public void run() {
    Console console = outputOptions.console();
    List<RunDirectory> runs = runs();
    runs.forEach(run -> console.note("reporting " + run));
    EpisodeWindow.available(); // a display that does not answer is found out before Java2D trips
    JsonArray reports = new JsonArray();
    for (RunDirectory run : runs) {
      LearningCurve.write(run);
      HtmlReport.write(run);
      console.say(run.report().toString());
      console.say("  " + Verdict.of(run));
      JsonObject json = new JsonObject();
      WhatRan.addTo(json, run, Recipe.read(run));
      json.addProperty("report", run.report().toString());
      json.addProperty("verdict", Verdict.of(run));
      reports.add(json);
    }
    paths.forEach(path -> compare(path, console));
    JsonObject json = new JsonObject();
    json.add("reports", reports);
    console.result(json);
  }

  /** Of a directory of runs, their curves and scores over the seeds. */
  private static void compare(Path path, Console console) {
    List<RunDirectory> runs = RunOptions.endedIn(List.of(path), console);
    if (runs.size() < 2) {
      return;
    }
    try {
      ComparisonPage.write(Comparison.of(runs), path);
      console.say(path.resolve("comparison.html").toString());
    } catch (RunDirectoryException e) {
      console.note("no comparison of %s: %s".formatted(path, e.getMessage()));
    }
  }

  private List<RunDirectory> runs() {
    if (paths.isEmpty()) {
      return List.of(RunOptions.newest());
    }
    return RunOptions.allIn(paths);
  }
}
