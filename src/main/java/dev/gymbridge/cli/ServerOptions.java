package dev.gymbridge.cli;

import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.classic.NativeEnvironments;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.remote.session.ServerInfo;
import dev.gymbridge.remote.session.ServerStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where environments come from: the JVM, a server somewhere, or a server of this machine. */
final class ServerOptions {
  private static final String NATIVE = "native:";

  @Option(
      names = "--server",
      paramLabel = "TARGET",
      split = ",",
      description =
          "An env server that runs already: host:port, unix:/path or dns:///name:port; or several,"
              + " separated by commas, which share the environments. Else one is started on this"
              + " machine, and stopped with the command.")
  private List<String> targets = List.of();

  @Option(
      names = "--server-extras",
      paramLabel = "NAME",
      split = ",",
      description =
          "Optional parts to install with the server of this machine, such as box2d or atari.")
  private List<String> extras = List.of();

  @Mixin private SecurityOptions security;

  private final Interruption interruption;

  ServerOptions(Interruption interruption) {
    this.interruption = interruption;
  }

  /**
   * An opened source.
   *
   * @param source closed by whoever opened it
   * @param id of the environment as the source knows it
   * @param serverInfo empty for the JVM's own environments
   */
  record Opened(EnvironmentSource source, String id, Optional<ServerInfo> serverInfo)
      implements AutoCloseable {
    Map<String, String> versions() {
      return serverInfo
          .map(
              info ->
                  Map.of(
                      "gymnasium", info.gymnasiumVersion(),
                      "python", info.pythonVersion(),
                      "numpy", info.numpyVersion(),
                      "server", info.serverVersion()))
          .orElse(Map.of());
    }

    @Override
    public void close() {
      source.close();
    }
  }

  /** Opens the source of an environment: {@code native:ID}, or an id over the bridge. */
  Opened open(String environmentId, Console console) {
    if (environmentId.startsWith(NATIVE)) {
      return new Opened(
          new NativeEnvironments(), environmentId.substring(NATIVE.length()), Optional.empty());
    }
    Connected connected = connect(console, allowing(environmentId));
    return new Opened(
        connected.source(), environmentId, Optional.of(connected.server().serverInfo()));
  }

  /**
   * A connection.
   *
   * @param source to be closed; stops the server if it was started for it
   * @param server the connection itself
   */
  record Connected(EnvironmentSource source, EnvironmentServer server) implements AutoCloseable {
    @Override
    public void close() {
      source.close();
    }
  }

  /** Connects to the server named, or to one started on this machine. */
  Connected connect(Console console) {
    return connect(console, List.of());
  }

  private Connected connect(Console console, List<String> serverArguments) {
    if (!targets.isEmpty()) {
      if (!extras.isEmpty()) {
        throw new UsageException(
            "--server-extras installs into the server of this machine; with --server, install them"
                + " where that server runs");
      }
      EnvironmentServer server = connectTo(String.join(",", targets));
      interruption.closeOnExit(server);
      noteMissing(server, console);
      return new Connected(server, server);
    }
    if (security.isGiven()) {
      throw new UsageException(
          "the options of TLS and tokens are for --server; a server of this machine listens to this"
              + " program alone");
    }
    LocalServer local = start(local(console, serverArguments));
    return new Connected(local, local.connection());
  }

  /** Whether a server was named, rather than one to be started on this machine. */
  boolean isRemote() {
    return !targets.isEmpty();
  }

  /** How a server of this machine is started. */
  LocalServerOptions local(Console console, List<String> serverArguments) {
    return LocalServerOptions.DEFAULT
        .withExtras(extras)
        .withServerArguments(serverArguments)
        .withProgress(console::note)
        .withoutShutdownHook();
  }

  /** Starts a server of this machine, which the interruption stops where the caller cannot. */
  LocalServer start(LocalServerOptions options) {
    LocalServer local = LocalServer.start(options);
    interruption.closeOnExit(local);
    return local;
  }

  /** Who types {@code module:Id} on this machine wants that module to be imported on it. */
  static List<String> allowing(String environmentId) {
    int colon = environmentId.indexOf(':');
    return colon < 0 ? List.of() : List.of("--allow-module", environmentId.substring(0, colon));
  }

  private EnvironmentServer connectTo(String target) {
    try {
      return EnvironmentServer.connect(target, security.connection(System.getenv()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }

  private static void noteMissing(EnvironmentServer server, Console console) {
    for (ServerStatus status : server.servers()) {
      if (status.info().isEmpty()) {
        console.note(
            "The server at %s cannot be used now (%s); going on without it"
                .formatted(status.address(), status.problem()));
      }
    }
  }
}
