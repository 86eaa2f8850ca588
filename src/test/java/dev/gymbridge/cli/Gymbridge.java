package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs a command in this JVM, as a user would type it, and keeps what it printed. */
final class Gymbridge {
  /**
   * What a command left.
   *
   * @param exitCode 0 done, 1 failed, 2 wrong usage
   * @param out standard output
   * @param err standard error
   */
  record Result(int exitCode, String out, String err) {
    JsonObject json() {
      return JsonParser.parseString(out).getAsJsonObject();
    }
  }

  private Gymbridge() {}

  static Result run(String... args) {
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    int exitCode;
    try (Interruption interruption = Interruption.install()) {
      exitCode = Main.commandLine(interruption).execute(Main.withDefaultCommand(args));
    } finally {
      System.setOut(formerOut);
      System.setErr(formerErr);
    }
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
