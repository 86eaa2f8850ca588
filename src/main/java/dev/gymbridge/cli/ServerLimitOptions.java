package dev.gymbridge.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a server that is started allows; where nothing is said, its own defaults hold. */
final class ServerLimitOptions {
  @Option(
      names = "--isolate",
      description =
          "A process for each session: a crash or a hang of its environment stays its own, and the"
              + " environment is made again.")
  private boolean isolate;

  @Option(names = "--max-sessions", paramLabel = "N", description = "Open at the same time.")
  private @Nullable Long maxSessions;

  @Option(
      names = "--max-envs-per-session",
      paramLabel = "N",
      description = "Environments in one vector.")
  private @Nullable Long maxEnvsPerSession;

  @Option(
      names = "--max-message-bytes",
      paramLabel = "N",
      description = "Of a request, and of a reply.")
  private @Nullable Long maxMessageBytes;

  @Option(
      names = "--max-idle-seconds",
      paramLabel = "S",
      description = "Without a request, before a session is ended.")
  private @Nullable Double maxIdleSeconds;

  @Option(
      names = "--max-step-seconds",
      paramLabel = "S",
      description = "That a reset, a step or a picture may take.")
  private @Nullable Double maxStepSeconds;

  @Option(
      names = "--max-make-seconds",
      paramLabel = "S",
      description = "That making an environment may take.")
  private @Nullable Double maxMakeSeconds;

  @Option(
      names = "--max-silence-seconds",
      paramLabel = "S",
      description = "That a client may leave pings unanswered. For all of these 0 means no limit.")
  private @Nullable Double maxSilenceSeconds;

  /** The same in the words of the server's own command line. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (isolate) {
      arguments.add("--isolate");
    }
    add(arguments, "--max-sessions", maxSessions);
    add(arguments, "--max-envs-per-session", maxEnvsPerSession);
    add(arguments, "--max-message-bytes", maxMessageBytes);
    add(arguments, "--max-idle-seconds", maxIdleSeconds);
    add(arguments, "--max-step-seconds", maxStepSeconds);
    add(arguments, "--max-make-seconds", maxMakeSeconds);
    add(arguments, "--max-silence-seconds", maxSilenceSeconds);
    return arguments;
  }

  private static void add(List<String> arguments, String name, @Nullable Number limit) {
    if (limit == null) {
      return;
    }
    if (limit.doubleValue() < 0) {
      throw new UsageException("%s must be at least 0, got %s".formatted(name, limit));
    }
    arguments.add(name);
    arguments.add(limit.toString());
  }
}
