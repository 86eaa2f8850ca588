package dev.gymbridge.cli;

import dev.gymbridge.dqn.ConfigException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/** The entry point: parses, runs, reports what went wrong in one message, and exits. */
public final class Main {
  private static final Set<String> OWN_OPTIONS = Set.of("--help", "-h", "--version", "-V");

  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Logging.quieten();
    // TensorFlow's Java names its nodes, and files are written, in the digits of this locale.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    int exitCode;
    try (Interruption interruption = Interruption.install()) {
      FailureText.requireReadable(args);
      exitCode = commandLine(interruption).execute(withDefaultCommand(args));
    } catch (UsageException e) {
      exitCode = Failure.say(String.valueOf(e.getMessage()), CommandLine.ExitCode.USAGE, args);
    } catch (OutOfMemoryError | LinkageError e) {
      String text = FailureText.of(e);
      exitCode = Failure.say(text, CommandLine.ExitCode.SOFTWARE, args);
    }
    if (System.out.checkError() && exitCode == CommandLine.ExitCode.OK && !readerHasLeft()) {
      String text = "standard output cannot be written, so that what was said is lost";
      exitCode = Failure.say(text, CommandLine.ExitCode.SOFTWARE, args);
    }
    System.exit(exitCode);
  }

  /** Whether who read what was said has seen enough, such as {@code head}: that is no failure. */
  private static boolean readerHasLeft() {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    try {
      out.write('\n');
      return false;
    } catch (IOException e) {
      return "Broken pipe".equals(e.getMessage());
    }
  }

  static CommandLine commandLine(Interruption interruption) {
    CommandLine commandLine = new CommandLine(new GymbridgeCommand(), new Commands(interruption));
    commandLine.setExecutionExceptionHandler(
        (e, failed, result) -> explain(interruption, e, result));
    commandLine.setParameterExceptionHandler(
        (e, args) -> Failure.say(Mistake.text(e), CommandLine.ExitCode.USAGE, args));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    Counts.teach(commandLine);
    UsageSections.arrange(commandLine);
    commandLine
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::list);
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

  private static int explain(Interruption interruption, Exception e, ParseResult result) {
    if (interruption.requested()) {
      // What was under way broke since it was asked to end: that is no failure.
      return Interruption.EXIT_CODE;
    }
    List<String> args = result.expandedArgs();
    int exitCode =
        e instanceof UsageException || e instanceof ConfigException
            ? CommandLine.ExitCode.USAGE
            : CommandLine.ExitCode.SOFTWARE;
    Failure.say(FailureText.of(e), exitCode, args.toArray(String[]::new));
    if (args.contains("--verbose")) {
      e.printStackTrace(System.err);
    } else if (FailureText.isUnexpected(e)) {
      System.err.println("This is a defect of gymbridge; --verbose shows where it happened.");
    }
    System.err.flush();
    return exitCode;
  }
}
