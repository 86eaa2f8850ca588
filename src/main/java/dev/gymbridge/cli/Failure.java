package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;

/** Says that a command failed: to people, and with {@code --json} to programs too. */
final class Failure {
  private Failure() {}

  /**
   * One line on standard error; with {@code --json} also {@code {"error": ..., "exit_code": ...,
   * "arguments": ...}} on standard output.
   *
   * @return the exit code
   */
  static int say(String text, int exitCode, String... args) {
    System.err.println("gymbridge: " + text);
    System.err.flush();
    if (Arrays.asList(args).contains("--json")) {
      System.out.println(json(text, exitCode, List.of(args)));
      System.out.flush();
    }
    return exitCode;
  }

  static JsonObject json(String text, int exitCode, List<String> arguments) {
    JsonObject json = new JsonObject();
    json.addProperty("error", text);
    json.addProperty("exit_code", exitCode);
    WhatRan.addTo(json, arguments);
    return json;
  }
}
