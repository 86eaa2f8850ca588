package dev.gymbridge.cli;

import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The entry point: parses, runs, reports what went wrong in one message, and exits. */
public final class Main {
  private static final Set<String> OWN_OPTIONS = Set.of("--help", "-h", "--version", "-V");

  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Logging.quieten();
    int exitCode;
    try (Interruption interruption = Interruption.install()) {
      FailureText.requireReadable(args);
      exitCode = commandLine(interruption).execute(withDefaultCommand(args));
    } catch (UsageException e) {
      System.err.println("gymbridge: " + e.getMessage());
      exitCode = CommandLine.ExitCode.USAGE;
    } catch (OutOfMemoryError | LinkageError e) {
      System.err.println("gymbridge: " + FailureText.of(e));
      exitCode = CommandLine.ExitCode.SOFTWARE;
    }
    System.exit(exitCode);
  }

  static CommandLine commandLine(Interruption interruption) {
    CommandLine commandLine = new CommandLine(new GymbridgeCommand(), new Commands(interruption));
    commandLine.setExecutionExceptionHandler(
        (e, failed, result) -> explain(interruption, e, failed, result));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpAutoWidth(true);
    return commandLine;
  }

  /** Without a command it is {@code train}. */
  static String[] withDefaultCommand(String[] args) {
    if (args.length > 0 && (!args[0].startsWith("-") || OWN_OPTIONS.contains(args[0]))) {
      return args;
    }
    String[] all = new String[args.length + 1];
    all[0] = "train";
    System.arraycopy(args, 0, all, 1, args.length);
    return all;
  }

  private static int explain(
      Interruption interruption, Exception e, CommandLine commandLine, ParseResult result) {
    if (interruption.requested()) {
      // What was under way broke since it was asked to end: that is no failure.
      return Interruption.EXIT_CODE;
    }
    PrintWriter err = commandLine.getErr();
    err.println("gymbridge: " + FailureText.of(e));
    if (result.expandedArgs().contains("--verbose")) {
      e.printStackTrace(err);
    } else if (FailureText.isUnexpected(e)) {
      err.println("This is a defect of gymbridge; --verbose shows where it happened.");
    }
    err.flush();
    return e instanceof UsageException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
  }
}
