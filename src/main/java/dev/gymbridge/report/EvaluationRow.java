package dev.gymbridge.report;

import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.EvaluationFinished;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A row of {@code evaluations.csv}. */
record EvaluationRow(
    long envSteps, long gradientSteps, EvaluationNumbers evaluation, boolean best) {

  static EvaluationRow of(EvaluationFinished event) {
    Evaluation evaluation = event.evaluation();
    return new EvaluationRow(
        event.envSteps(), event.gradientSteps(), EvaluationNumbers.of(evaluation), event.best());
  }

  String toCsv() {
    return String.join(
        ",",
        Long.toString(envSteps),
        Long.toString(gradientSteps),
        Integer.toString(evaluation.episodes()),
        Numbers.shortest(evaluation.mean()),
        Numbers.shortest(evaluation.std()),
        Numbers.shortest(evaluation.min()),
        Numbers.shortest(evaluation.max()),
        Numbers.shortest(evaluation.meanLength()),
        Boolean.toString(best));
  }

  /** The rows of a file, in their order; none where it is missing. */
  static List<EvaluationRow> read(Path path) {
    List<EvaluationRow> rows = new ArrayList<>();
    CsvFile.read(path, EvaluationsCsv.HEADER, cells -> rows.add(parse(cells)));
    return rows;
  }

  private static EvaluationRow parse(String[] cells) {
    return new EvaluationRow(
        Long.parseLong(cells[0]),
        Long.parseLong(cells[1]),
        new EvaluationNumbers(
            Integer.parseInt(cells[2]),
            Numbers.parse(cells[3]),
            Numbers.parse(cells[4]),
            Numbers.parse(cells[5]),
            Numbers.parse(cells[6]),
            Numbers.parse(cells[7])),
        Boolean.parseBoolean(cells[8]));
  }
}
