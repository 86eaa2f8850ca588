package dev.gymbridge.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code summary.json}, of which {@link Summary} says what is in it. */
public final class SummaryFile {
  private static final List<String> COUNTS = List.of("gradient_steps", "episodes");
  private static final List<String> EVALUATIONS = List.of("final_evaluation", "best_evaluation");

  private SummaryFile() {}

  /**
   * The summary of a run that has one.
   *
   * @throws RunDirectoryException if it cannot be read, or its numbers are none
   */
  public static JsonObject read(RunDirectory run) {
    JsonObject json = JsonFile.read(run.summary());
    require(run, "reason", json.get("reason") != null && json.get("reason").isJsonPrimitive());
    require(run, "env_steps", isNumber(json.get("env_steps")));
    for (String key : COUNTS) {
      require(run, key, !json.has(key) || isNumber(json.get(key)));
    }
    for (String key : EVALUATIONS) {
      if (json.get(key) instanceof JsonObject played) {
        played.asMap().forEach((name, number) -> require(run, key, isNumber(number)));
      }
    }
    return json;
  }

  private static boolean isNumber(@Nullable JsonElement element) {
    if (element == null || !element.isJsonPrimitive()) {
      return false;
    }
    try {
      var unused = element.getAsDouble(); // NaN is one, too
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void require(RunDirectory run, String key, boolean right) {
    if (!right) {
      throw new RunDirectoryException(
          "%s is damaged: its %s cannot be read; bring it back from a copy, or train anew"
              .formatted(run.summary(), key));
    }
  }
}
