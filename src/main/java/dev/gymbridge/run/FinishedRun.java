package dev.gymbridge.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.dqn.RunKeys;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run in which nothing is left to do: it came to its end, and its final evaluation was played.
 *
 * @param summary what it came to, as {@code summary.json} has it
 */
public record FinishedRun(JsonObject summary) {
  /**
   * The run of a directory if it is finished.
   *
   * @param recipe how it is to be gone on with, which may be longer than it was
   */
  public static Optional<FinishedRun> of(RunDirectory run, Recipe recipe) {
    if (!run.hasEnded()) {
      return Optional.empty();
    }
    JsonObject summary;
    try {
      summary = SummaryFile.read(run);
    } catch (RunDirectoryException e) {
      return Optional.empty(); // It will be written anew.
    }
    boolean evaluated =
        recipe.config().evaluation().finalEvaluationEpisodes() == 0
            || isThere(summary.get("final_evaluation"));
    return evaluated && summary.has("reason") && isOver(summary, recipe.config().run())
        ? Optional.of(new FinishedRun(summary))
        : Optional.empty();
  }

  private static boolean isThere(@Nullable JsonElement element) {
    return element != null && !element.isJsonNull();
  }

  private static boolean isOver(JsonObject summary, RunKeys keys) {
    String reason = summary.get("reason").getAsString();
    if (reason.equals("solved")) {
      return true;
    }
    Long steps = keys.totalEnvSteps();
    Long episodes = keys.totalEpisodes();
    return reason.equals("completed")
        && (steps == null || summary.get("env_steps").getAsLong() >= steps)
        && (episodes == null || summary.get("episodes").getAsLong() >= episodes);
  }

  /** Such as {@code completed after 50,000 env steps}. */
  public String text() {
    return "%s after %,d env steps"
        .formatted(summary.get("reason").getAsString(), summary.get("env_steps").getAsLong());
  }
}
