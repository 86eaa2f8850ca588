package dev.gymbridge.cli;

import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The env server in the foreground. */
@Command(
    name = "serve",
    description = "Runs the env server in the foreground, for trainers that use --server.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1:50051",
      description = "host:port or unix:/path (default: ${DEFAULT-VALUE}).")
  private String listen;

  @Option(
      names = "--server-extras",
      paramLabel = "NAME",
      split = ",",
      description = "Optional parts to install with the server, such as box2d or atari.")
  private List<String> extras = List.of();

  @Mixin private ServerLimitOptions limits;

  @Mixin private AdmissionOptions admission;

  @Parameters(
      arity = "0..*",
      paramLabel = "ARG",
      description = "Further arguments for the server, after --.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> allowed = limits.arguments();
    LocalServerOptions options =
        LocalServerOptions.DEFAULT.withExtras(extras).withProgress(System.err::println);
    List<String> all = new ArrayList<>(List.of("--listen", listen, "--exit-with-parent"));
    all.addAll(allowed);
    all.addAll(admission.serverArguments());
    all.addAll(arguments);
    ProcessBuilder builder = LocalServer.foreground(options, all);
    // The server's standard input is a pipe from here: it ends when this program does, however.
    Process server = builder.redirectInput(ProcessBuilder.Redirect.PIPE).start();
    return server.waitFor();
  }
}
