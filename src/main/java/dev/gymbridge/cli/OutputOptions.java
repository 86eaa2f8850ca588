package dev.gymbridge.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command speaks. */
final class OutputOptions {
  @Option(
      names = "--json",
      description = "One JSON object on standard output, all else on standard error.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // Main, which explains failures, asks the parser for it
  @Option(names = "--verbose", description = "Show where a failure happened.")
  private boolean verbose;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private final Interruption interruption;

  OutputOptions(Interruption interruption) {
    this.interruption = interruption;
  }

  Console console() {
    List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
    Console console = new Console(json, arguments, System.out, System.err);
    interruption.lastWords(console::interrupted);
    return console;
  }
}
