package dev.gymbridge.cli;

import picocli.CommandLine.Option;

/** How a command speaks. */
final class OutputOptions {
  @Option(
      names = "--json",
      description = "One JSON object on standard output, all else on standard error.")
  private boolean json;

  // Read from the command line by Main, where failures are explained.
  @Option(names = "--verbose", description = "Show where a failure happened.")
  private boolean verbose;

  Console console() {
    return new Console(json, System.out, System.err);
  }
}
