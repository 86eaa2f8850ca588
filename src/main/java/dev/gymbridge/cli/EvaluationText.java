package dev.gymbridge.cli;

import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.report.Numbers;

/** An evaluation as a person reads it. */
final class EvaluationText {
  private EvaluationText() {}

  /** Such as {@code return 0.955 +- 0.21 (min 0.0, max 1.0), length 8.3, 100 episodes}. */
  static String of(Evaluation evaluation) {
    return "return %s +- %s (min %s, max %s), length %s, %d episodes%s"
        .formatted(
            Numbers.score(evaluation.mean()),
            Numbers.spread(evaluation.std(), evaluation.mean()),
            Numbers.score(evaluation.min()),
            Numbers.score(evaluation.max()),
            Numbers.score(evaluation.meanLength()),
            evaluation.episodes(),
            cutOff(evaluation));
  }

  private static String cutOff(Evaluation evaluation) {
    if (evaluation.cutOff() == 0) {
      return "";
    }
    int limit = evaluation.lengths().stream().mapToInt(Integer::intValue).max().orElse(0);
    return ", %d of them cut off after %,d steps".formatted(evaluation.cutOff(), limit);
  }
}
