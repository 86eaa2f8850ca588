package dev.gymbridge.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who may come in to a server that is served. */
final class AdmissionOptions {
  /** Whether errors carry tracebacks, which name paths of the server's machine. */
  enum Tracebacks {
    AUTO,
    ALWAYS,
    NEVER
  }

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The server's certificate chain, as PEM: what clients say is then encrypted.")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, as PEM.")
  private @Nullable Path key;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description = "Let in only clients whose certificate one of these authorities signed.")
  private @Nullable Path clientAuthorities;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Let in only calls that show the token in this file; else GYMBRIDGE_TOKEN.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--insecure",
      description =
          "Accept addresses that other machines can reach without TLS, or without a token or client"
              + " certificates.")
  private boolean insecure;

  @Option(
      names = "--allow-files",
      description = "Let clients name files of this machine, as wrappers that record videos do.")
  private boolean allowFiles;

  @Option(
      names = "--send-tracebacks",
      paramLabel = "WHEN",
      description =
          "auto, always or never: whether errors carry tracebacks, which name paths of this machine"
              + " (default: auto, if no other machine can reach the server).")
  private @Nullable Tracebacks tracebacks;

  @Option(
      names = "--health-listen",
      paramLabel = "ADDRESS",
      description = "A port that answers health checks alone, in plain text. Repeatable.")
  private List<String> healthAddresses = List.of();

  /** The same for the server's own command line. */
  List<String> serverArguments() {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--tls-cert", certificate);
    add(arguments, "--tls-key", key);
    add(arguments, "--tls-client-ca", clientAuthorities);
    add(arguments, "--token-file", tokenFile);
    add(
        arguments,
        "--send-tracebacks",
        tracebacks == null ? null : tracebacks.name().toLowerCase(Locale.ROOT));
    healthAddresses.forEach(address -> add(arguments, "--health-listen", address));
    if (insecure) {
      arguments.add("--insecure");
    }
    if (allowFiles) {
      arguments.add("--allow-files");
    }
    return arguments;
  }

  private static void add(List<String> arguments, String name, @Nullable Object value) {
    if (value != null) {
      // One word, so that a value that begins with a dash is no option.
      arguments.add(name + "=" + value);
    }
  }
}
