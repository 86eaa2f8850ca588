package dev.gymbridge.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.gymbridge.report.ConsoleProgress;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Who hears what: results on standard output, notes on standard error; with {@code --json} results
 * are one object on standard output, and everything else goes to standard error.
 */
final class Console {
  private final boolean json;
  private final List<String> arguments;
  private final PrintStream out;
  private final PrintStream err;
  private final AtomicBoolean answered = new AtomicBoolean();
  private volatile @Nullable ConsoleProgress progress;

  /**
   * @param json whether a program reads standard output
   * @param arguments of the command line, the command first
   */
  Console(boolean json, List<String> arguments, PrintStream out, PrintStream err) {
    this.json = json;
    this.arguments = arguments;
    this.out = out;
    this.err = err;
  }

  boolean json() {
    return json;
  }

  /** The progress of training; its lines go where {@link #say} says. */
  ConsoleProgress progress() {
    ConsoleProgress shown = new ConsoleProgress(err, json ? err : out, Terminal.isStandardError());
    progress = shown;
    return shown;
  }

  /** A line about what is being done; above the progress, where that is shown. From any thread. */
  void note(String line) {
    ConsoleProgress shown = progress;
    if (shown != null && shown.isShown()) {
      shown.note(line);
    } else {
      err.println(line);
      err.flush();
    }
  }

  /** A line that a person waits for. */
  void say(String line) {
    (json ? err : out).println(line);
  }

  /** A line that says what a program reads from the result. */
  void sayToPeople(String line) {
    if (!json) {
      out.println(line);
    }
  }

  /** That there is no result, since the command was interrupted, as an object. */
  void interrupted() {
    if (json && answered.compareAndSet(false, true)) {
      out.println(Failure.json("interrupted", Interruption.EXIT_CODE, arguments));
    }
  }

  /** The result as an object, where it was asked for, and what was run to get it. */
  void result(JsonObject object) {
    if (json && answered.compareAndSet(false, true)) {
      WhatRan.addTo(object, arguments);
      out.println(
          new GsonBuilder()
              .serializeNulls()
              .serializeSpecialFloatingPointValues()
              .create()
              .toJson(object));
    }
  }
}
