package dev.gymbridge.cli;

import picocli.CommandLine.Option;

/** How a command speaks. */
final class OutputOptions {
  @Option(
      names = "--json",
      description = "One JSON object on standard output, all else on standard error.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // Main, which explains failures, asks the parser for it
  @Option(names = "--verbose", description = "Show where a failure happened.")
  private boolean verbose;

  Console console() {
    return new Console(json, System.out, System.err);
  }
}
