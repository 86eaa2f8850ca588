package dev.gymbridge.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.run.JsonFile;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.SummaryFile;
import java.nio.file.Files;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, in a sentence: {@code Solved at 28,000 env steps: 500.0 +- 0.0 over 100
 * episodes}, or what was reached and what was wanted.
 */
public final class Verdict {
  private final JsonObject summary;
  private final OptionalDouble wanted;

  private Verdict(JsonObject summary, OptionalDouble wanted) {
    this.summary = summary;
    this.wanted = wanted;
  }

  /** The verdict on a run that has left a summary; empty for one that has not. */
  public static String of(RunDirectory run) {
    return Files.exists(run.summary())
        ? new Verdict(SummaryFile.read(run), wanted(run)).text()
        : "";
  }

  /** The mean return at which the run counts as solved: its own goal, or the environment's. */
  static OptionalDouble wanted(RunDirectory run) {
    if (!Files.exists(run.config())) {
      return OptionalDouble.empty();
    }
    JsonObject config = JsonFile.read(run.config());
    JsonElement goal = member(config, "config", "stop_at_return");
    JsonElement wanted = goal == null ? member(config, "trained_on", "reward_threshold") : goal;
    return wanted == null ? OptionalDouble.empty() : OptionalDouble.of(wanted.getAsDouble());
  }

  private static @Nullable JsonElement member(JsonObject json, String object, String name) {
    if (!(json.get(object) instanceof JsonObject part)
        || part.get(name) == null
        || part.get(name).isJsonNull()) {
      return null;
    }
    return part.get(name);
  }

  private String text() {
    String at = Numbers.grouped(summary.get("env_steps").getAsLong()) + " env steps";
    return switch (summary.get("reason").getAsString()) {
      case "solved" -> "Solved at " + at + score();
      case "stopped" ->
          "Stopped after %s, %s%s".formatted(at, summary.get("stop_reason").getAsString(), score());
      case "interrupted" -> "Interrupted after " + at + bestSoFar();
      case "failed" -> "Failed after " + at + bestSoFar();
      default -> completed(at);
    };
  }

  private String completed(String at) {
    JsonObject last = evaluation("final_evaluation");
    if (wanted.isEmpty() || last == null) {
      return "Trained for " + at + score();
    }
    String goal = ", wanted " + Numbers.score(wanted.getAsDouble());
    return last.get("mean").getAsDouble() >= wanted.getAsDouble()
        ? "Solved within " + at + score() + goal
        : "Not solved after " + at + score() + goal + bestSoFar();
  }

  private String score() {
    JsonObject last = evaluation("final_evaluation");
    return last == null
        ? ""
        : ": %s +- %s over %d episodes"
            .formatted(
                Numbers.score(last.get("mean").getAsDouble()),
                Numbers.spread(last.get("std").getAsDouble(), last.get("mean").getAsDouble()),
                last.get("episodes").getAsInt());
  }

  private String bestSoFar() {
    JsonObject best = evaluation("best_evaluation");
    return best == null
        ? ""
        : "; the best evaluation was %s at %s env steps"
            .formatted(
                Numbers.score(best.get("mean").getAsDouble()),
                Numbers.grouped(best.get("env_steps").getAsLong()));
  }

  private @Nullable JsonObject evaluation(String name) {
    return summary.get(name) instanceof JsonObject played ? played : null;
  }
}
