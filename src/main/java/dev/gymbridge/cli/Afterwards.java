package dev.gymbridge.cli;

import dev.gymbridge.run.Summary;

/** What is done with a trained agent: whatever fails of it costs only itself. */
final class Afterwards {
  private final Summary summary;
  private final Console console;
  private final Interruption interruption;

  Afterwards(Summary summary, Console console, Interruption interruption) {
    this.summary = summary;
    this.console = console;
    this.interruption = interruption;
  }

  /** Makes something; what cannot be made is named, with its reason, here and in the summary. */
  void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      if (!interruption.requested()) {
        missing(what, e);
      }
    }
  }

  /** Says that something is missing of the run. */
  void missing(String what, Throwable why) {
    String line =
        "no %s: %s".formatted(what, why.getMessage() == null ? why.toString() : why.getMessage());
    summary.missing(line);
    console.note(line);
  }
}
