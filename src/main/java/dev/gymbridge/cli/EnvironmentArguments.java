package dev.gymbridge.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Keyword arguments of the environment. */
final class EnvironmentArguments {
  @Option(
      names = "--env-arg",
      paramLabel = "KEY=VALUE",
      description =
          "A keyword argument of the environment, as JSON, such as is_slippery=false. Repeatable.")
  private Map<String, String> arguments = new LinkedHashMap<>();

  boolean isEmpty() {
    return arguments.isEmpty();
  }

  /** Keyword arguments as they were given: JSON texts. */
  Map<String, String> asGiven() {
    return arguments;
  }
}
