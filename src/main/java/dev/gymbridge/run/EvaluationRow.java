package dev.gymbridge.run;

import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.EvaluationFinished;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A row of {@code evaluations.csv}. */
public record EvaluationRow(
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
        CsvNumber.text(evaluation.mean()),
        CsvNumber.text(evaluation.std()),
        CsvNumber.text(evaluation.min()),
        CsvNumber.text(evaluation.max()),
        CsvNumber.text(evaluation.meanLength()),
        Boolean.toString(best));
  }

  /** The rows of a file, in their order; none where it is missing. */
  public static List<EvaluationRow> read(Path path) {
    List<EvaluationRow> rows = new ArrayList<>();
    CsvFile.read(path, cells -> rows.add(parse(cells)));
    return rows;
  }

  private static EvaluationRow parse(String[] cells) {
    return new EvaluationRow(
        Long.parseLong(cells[0]),
        Long.parseLong(cells[1]),
        new EvaluationNumbers(
            Integer.parseInt(cells[2]),
            CsvNumber.parse(cells[3]),
            CsvNumber.parse(cells[4]),
            CsvNumber.parse(cells[5]),
            CsvNumber.parse(cells[6]),
            CsvNumber.parse(cells[7])),
        Boolean.parseBoolean(cells[8]));
  }
}
