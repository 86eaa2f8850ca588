package dev.gymbridge.cli;

import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** The env server in the foreground. Its options are its own, and said there alone. */
@Command(
    name = "serve",
    description = "Runs the env server in the foreground, for trainers that use --server.",
    footer = {
      "",
      "All other options are handed to the server: --listen ADDRESS (default: 127.0.0.1:50051),"
          + " limits, TLS, tokens, modules that clients may name; --server-help lists them.",
      "",
      "Examples:",
      "  gymbridge serve",
      "  gymbridge serve --listen 127.0.0.1:50052 --allow-module my_package"
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--server-extras",
      paramLabel = "NAME",
      split = ",",
      description = "Optional parts to install with the server, such as box2d or atari.")
  private List<String> extras = List.of();

  @Option(names = "--server-help", description = "Lists the options of the server.")
  private boolean serverHelp;

  @Unmatched private List<String> handedOn = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalServerOptions options =
        LocalServerOptions.DEFAULT.withExtras(extras).withProgress(System.err::println);
    ProcessBuilder builder = LocalServer.foreground(options, serverArguments());
    // The server's standard input is a pipe from here: it ends when this program does, however.
    Process server = builder.redirectInput(ProcessBuilder.Redirect.PIPE).start();
    return server.waitFor();
  }

  /** What the server is started with. */
  List<String> serverArguments() {
    List<String> arguments = new ArrayList<>(List.of("--exit-with-parent"));
    arguments.addAll(handedOn);
    if (serverHelp) {
      arguments.add("--help");
    }
    return arguments;
  }
}
