package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Info: only when asked for, and of known types. */
final class InfoChecks {
  private InfoChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "info.only-when-asked-for",
            "Without includeInfo the infos are empty.",
            "leave info out unless the options ask for it",
            InfoChecks::onlyWhenAskedFor),
        new Check(
            "info.typed",
            "Info holds null, Boolean, Long, Double, String, NdArray, and lists and maps of these.",
            "convert what info holds to one of these types",
            InfoChecks::typed));
  }

  private static void onlyWhenAskedFor(Trial trial) {
    Environment environment = trial.make();
    Expect.equal("the info of reset", Map.of(), environment.reset(trial.seed()).info());
    Expect.equal("the info of a step", Map.of(), environment.step(trial.action(0)).info());
    VectorEnvironment vector =
        trial.makeVector(trial.options().withMaxEpisodeSteps(1), AutoresetMode.SAME_STEP);
    Expect.equal("the info of a vector's reset", Map.of(), vector.reset(trial.seed()).info());
    VectorStepResult result = vector.step(trial.actionBatch(0));
    Expect.equal("the info of a vector's step", Map.of(), result.info());
    Expect.equal("the final info of a vector's step", Map.of(), result.finalInfo());
  }

  private static void typed(Trial trial) {
    Environment environment = trial.make(trial.options().withInfo());
    requireTyped("info of reset", environment.reset(trial.seed()).info());
    for (Value action : trial.actions(0)) {
      StepResult result = environment.step(action);
      requireTyped("info of a step", result.info());
      if (result.ended()) {
        requireTyped("info of reset()", environment.reset().info());
      }
    }
  }

  private static void requireTyped(String where, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Expect.that(
            entry.getKey() instanceof String, where + " has a key", "a String", entry.getKey());
        requireTyped(where + "['" + entry.getKey() + "']", entry.getValue());
      }
    } else if (value instanceof List<?> list) {
      list.forEach(item -> requireTyped(where + "[]", item));
    } else {
      Expect.that(
          value == null
              || value instanceof Boolean
              || value instanceof Long
              || value instanceof Double
              || value instanceof String
              || value instanceof NdArray,
          where + " is of another type",
          "null, Boolean, Long, Double, String, NdArray, List or Map",
          value == null ? null : value.getClass().getName());
    }
  }
}
