package dev.gymbridge.cli;

import dev.gymbridge.remote.session.TimeLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long one environment may take before it counts as hung, and a server be gone. */
final class TimeLimitOptions {
  @Option(
      names = "--make-seconds",
      paramLabel = "S",
      description = "That making one environment may take (default: 120).")
  private @Nullable Double make;

  @Option(
      names = "--reset-seconds",
      paramLabel = "S",
      description = "That the reset of one environment may take (default: 60).")
  private @Nullable Double reset;

  @Option(
      names = "--step-seconds",
      paramLabel = "S",
      description = "That a step or a picture of one environment may take (default: 60).")
  private @Nullable Double step;

  @Option(
      names = "--outage-seconds",
      paramLabel = "S",
      description = "That a server which is gone may take to be back (default: 60).")
  private @Nullable Double outage;

  /** These limits where they are given, else the usual ones. */
  TimeLimits over(TimeLimits usual) {
    return new TimeLimits(
        usual.connect(),
        limit("--make-seconds", make, usual.make()),
        limit("--reset-seconds", reset, usual.reset()),
        limit("--step-seconds", step, usual.step()),
        usual.close(),
        limit("--outage-seconds", outage, usual.outage()));
  }

  /** The same for a server that is started; its limits are those of a whole request. */
  List<String> serverArguments() {
    List<String> arguments = new ArrayList<>();
    if (make != null) {
      arguments.addAll(List.of("--max-make-seconds", "0"));
    }
    if (reset != null || step != null) {
      arguments.addAll(List.of("--max-step-seconds", "0"));
    }
    return arguments;
  }

  private static Duration limit(String name, @Nullable Double seconds, Duration usual) {
    if (seconds == null) {
      return usual;
    }
    if (!(seconds > 0 && seconds <= 1e9)) {
      throw new UsageException(
          "%s must be above 0 and at most 1e9, got %s".formatted(name, seconds));
    }
    return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
  }
}
