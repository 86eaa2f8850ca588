package dev.gymbridge.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which environment a command is about. */
final class EnvironmentId {
  static final String DEFAULT = "CartPole-v1";

  @Parameters(
      arity = "0..1",
      paramLabel = "ENV",
      description =
          "The environment: a Gymnasium id, module:Id, or native:ID for the JVM's own (default: "
              + DEFAULT
              + ").")
  private @Nullable String positional;

  @Option(names = "--env", paramLabel = "ID", description = "The same.")
  private @Nullable String named;

  boolean isGiven() {
    return positional != null || named != null;
  }

  /** The id that was given, or else the usual one. */
  String id() {
    if (positional != null && named != null) {
      throw new UsageException(
          "two environments are named, %s and %s; name one".formatted(positional, named));
    }
    return positional != null ? positional : named != null ? named : DEFAULT;
  }
}
