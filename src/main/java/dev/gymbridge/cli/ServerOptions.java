package dev.gymbridge.cli;

import static java.util.stream.Collectors.joining;

import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.classic.NativeEnvironments;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.remote.local.LocalServerException;
import dev.gymbridge.remote.session.ServerInfo;
import dev.gymbridge.remote.session.ServerStatus;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.PatientSource;
import dev.gymbridge.run.ServerRecipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where environments come from: the JVM, a server somewhere, or a server of this machine. */
final class ServerOptions {
  private static final String NATIVE = "native:";
  private static final String WITHOUT_PYTHON =
      "Environments written in Java need no Python: "
          + NativeEnvironments.ids().stream().map(id -> NATIVE + id).collect(joining(", "));

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
      names = "--no-lane",
      description =
          "Carry everything over gRPC, also with a server of this machine, which else gives each"
              + " environment a socket and a process of its own.")
  private boolean noLane;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description =
          "Over how many processes of a server of this machine a vector is spread (default: one a"
              + " core, of at least 10 environments each; an environment's own vectorisation, whose"
              + " episodes depend on it, over one).")
  private @Nullable Integer lanes;

  @Mixin private ServerRecipeOptions recipeOptions;

  @Mixin private TimeLimitOptions timeLimits;

  @Mixin private SecurityOptions security;

  private final Interruption interruption;

  ServerOptions(Interruption interruption) {
    this.interruption = interruption;
  }

  /** What is kept of these options in a run; of what is not said here the run's own holds. */
  ServerRecipe recipe(ServerRecipe kept) {
    return recipeOptions.recipe(kept);
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
      return serverInfo.map(ServerOptions::versions).orElse(Map.of());
    }

    @Override
    public void close() {
      source.close();
    }
  }

  /** The versions of what a server is made of. */
  static Map<String, String> versions(ServerInfo info) {
    return Map.of(
        "gymnasium", info.gymnasiumVersion(),
        "python", info.pythonVersion(),
        "numpy", info.numpyVersion(),
        "server", info.serverVersion());
  }

  /** Opens the source of an environment: {@code native:ID}, or an id over the bridge. */
  Opened open(EnvironmentRecipe environment, Console console) {
    String id = environment.id();
    if (id.startsWith(NATIVE)) {
      return new Opened(new NativeEnvironments(), id.substring(NATIVE.length()), Optional.empty());
    }
    Connected connected =
        connect(console, recipe(environment.server()), AllowedModules.of(environment));
    return new Opened(
        new PatientSource(connected.source(), console::note),
        id,
        Optional.of(connected.server().serverInfo()));
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
    return connect(console, recipe(ServerRecipe.PLAIN), List.of());
  }

  /** Likewise, and lets a server of this machine import a module. */
  Connected connect(Console console, String module) {
    return connect(
        console, recipe(ServerRecipe.PLAIN), AllowedModules.of(EnvironmentRecipe.of(module + ":")));
  }

  private Connected connect(Console console, ServerRecipe recipe, List<String> serverArguments) {
    if (!targets.isEmpty()) {
      recipeOptions.requireNothingToInstall();
      EnvironmentServer server = connectTo(String.join(",", targets), recipe);
      interruption.closeOnExit(server);
      noteMissing(server, console);
      return new Connected(server, server);
    }
    if (security.isGiven()) {
      throw new UsageException(
          "the options of TLS and tokens are for --server; a server of this machine listens to this"
              + " program alone");
    }
    ServerRecipeOptions.requireInstallable(recipe);
    LocalServer local = start(local(console, recipe, serverArguments));
    return new Connected(local, local.connection());
  }

  /** Whether a server was named, rather than one to be started on this machine. */
  boolean isRemote() {
    return !targets.isEmpty();
  }

  /** How a server of this machine is started. */
  LocalServerOptions local(Console console, ServerRecipe recipe, List<String> serverArguments) {
    LocalServerOptions options =
        recipe.python() == null
            ? LocalServerOptions.DEFAULT
            : LocalServerOptions.DEFAULT.withExistingPython(recipe.python());
    return options
        .withExtras(recipe.extras())
        .withPackages(recipe.packages())
        .withServerArguments(serverArguments)
        .plusServerArguments(timeLimits.serverArguments())
        .withProgress(console::note)
        .withConnection(connection(ConnectionOptions.DEFAULT, recipe))
        .withoutShutdownHook();
  }

  private ConnectionOptions connection(ConnectionOptions options, ServerRecipe recipe) {
    ConnectionOptions carried = carried(options);
    ConnectionOptions limited = carried.withTimeLimits(timeLimits.over(carried.timeLimits()));
    return ServerRecipeOptions.vectorization(recipe)
        .map(limited::withVectorization)
        .orElse(limited);
  }

  private ConnectionOptions carried(ConnectionOptions options) {
    if (noLane && lanes != null) {
      throw new UsageException(
          "--lanes says over how many lanes, --no-lane over none; leave one out");
    }
    try {
      ConnectionOptions spread = lanes == null ? options : options.withLanes(lanes);
      return noLane ? spread.withoutLane() : spread;
    } catch (IllegalArgumentException e) {
      throw new UsageException("--%s; leave it out for as many as pay".formatted(e.getMessage()));
    }
  }

  /** Starts a server of this machine, which the interruption stops where the caller cannot. */
  LocalServer start(LocalServerOptions options) {
    try {
      LocalServer local = LocalServer.start(options);
      interruption.closeOnExit(local);
      return local;
    } catch (LocalServerException e) {
      throw new CommandException(e.getMessage() + "\n" + WITHOUT_PYTHON, e);
    }
  }

  private EnvironmentServer connectTo(String target, ServerRecipe recipe) {
    try {
      return EnvironmentServer.connect(
          target, connection(security.connection(System.getenv()), recipe));
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
