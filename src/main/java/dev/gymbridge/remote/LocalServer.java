package dev.gymbridge.remote;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.file.FileTree;
import dev.gymbridge.remote.grpc.AccessToken;
import dev.gymbridge.remote.grpc.ChannelSecurity;
import dev.gymbridge.remote.grpc.Channels;
import dev.gymbridge.remote.grpc.ServerGroup;
import dev.gymbridge.remote.local.KeptProcess;
import dev.gymbridge.remote.local.LocalServerException;
import dev.gymbridge.remote.local.ServerDiagnosis;
import dev.gymbridge.remote.local.ShutdownHooks;
import dev.gymbridge.remote.local.SocketDirectory;
import dev.gymbridge.remote.local.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An environment server on this machine, started with and stopped by this program.
 *
 * <pre>{@code
 * try (LocalServer server = LocalServer.start();
 *     Environment environment = server.make(EnvironmentOptions.of("CartPole-v1"))) {
 *   environment.reset(7);
 * }
 * }</pre>
 *
 * <p>The server is a Python process in a virtual environment that is made on first use and kept.
 * They talk over a Unix socket in a directory of its own where there are such, else over a port of
 * the loopback interface, which any user of the machine can reach: it asks for a token, that of the
 * connection's security or else one made for this server. The process goes when this object is
 * closed, when the JVM shuts down, and also when the JVM is killed. Should it end before, or not
 * answer any more, it is started again for the vectors that it stepped, whose episodes are
 * {@linkplain dev.gymbridge.env.VectorStepResult#interrupted marked}, and for what is made anew.
 */
public final class LocalServer implements EnvironmentSource {
  /**
   * The server is this program's own and goes with it: a program that is paused, or stands in a
   * debugger, may find its environments as it left them, and no connection can be half open.
   */
  private static final List<String> OF_THIS_PROGRAM_ALONE =
      List.of("--max-idle-seconds", "0", "--max-silence-seconds", "0");

  /** Where the server, and the command line, look for a token. */
  private static final String TOKEN_VARIABLE = "GYMBRIDGE_TOKEN";

  private final KeptProcess process;
  private final EnvironmentServer server;
  private final @Nullable Path socketDirectory;
  private final Thread hook;
  private boolean closed;

  private LocalServer(
      KeptProcess process, EnvironmentServer server, @Nullable Path socketDirectory) {
    this.process = process;
    this.server = server;
    this.socketDirectory = socketDirectory;
    this.hook = new Thread(this::stop, "gymbridge-stop-server");
  }

  /** Starts a server with the default options. */
  public static LocalServer start() {
    return start(LocalServerOptions.DEFAULT);
  }

  /**
   * Installs the server if it is not yet, starts it, and connects to it.
   *
   * @throws LocalServerException if that fails; the message says which part is missing or broken
   *     and what to type
   */
  public static LocalServer start(LocalServerOptions options) {
    Path python = options.installation().prepare();
    Path socketDirectory =
        !options.tcp() && Channels.unixSocketsAvailable() ? SocketDirectory.create() : null;
    String listen =
        socketDirectory == null ? "127.0.0.1:0" : SocketDirectory.address(socketDirectory);
    List<String> arguments =
        new ArrayList<>(List.of("--listen", listen, "--ready-json", "--exit-with-parent"));
    arguments.addAll(OF_THIS_PROGRAM_ALONE);
    arguments.addAll(options.serverArguments());
    ProcessBuilder builder = command(python, arguments);
    ChannelSecurity security = options.connection().security();
    if (socketDirectory == null) {
      AccessToken given = security.token();
      AccessToken token = given == null ? AccessToken.random() : given;
      security = security.withToken(token);
      builder.environment().put(TOKEN_VARIABLE, token.secret());
    } else {
      // The token in it is for a server elsewhere. This one listens to nobody but this program.
      builder.environment().remove(TOKEN_VARIABLE);
    }
    KeptProcess process = null;
    try {
      process =
          KeptProcess.start(builder, socketDirectory, options.startTimeLimit(), options.progress());
      LocalServer started =
          new LocalServer(
              process, connect(process, security, options.connection()), socketDirectory);
      if (options.stopAtShutdown()) {
        ShutdownHooks.add(started.hook);
      }
      return started;
    } catch (RuntimeException e) {
      release(process, socketDirectory);
      throw e;
    }
  }

  private static EnvironmentServer connect(
      KeptProcess process, ChannelSecurity security, ConnectionOptions options) {
    ServerGroup group =
        ServerGroup.toLocal(process::address, process::lastWords, security, options.forSessions());
    return EnvironmentServer.over(new RestartedServers(group, process), options);
  }

  /**
   * The command of a server in the foreground, with this program's input and output; installs it
   * first if it is not yet.
   *
   * @param arguments of the server's command line, such as {@code --listen 127.0.0.1:50051}
   * @throws LocalServerException if it cannot be installed
   */
  public static ProcessBuilder foreground(LocalServerOptions options, List<String> arguments) {
    Path python = options.installation().prepare();
    List<String> all = new ArrayList<>(arguments);
    all.addAll(options.serverArguments());
    return command(python, all).inheritIO();
  }

  /** What of the local server is there, and what is missing, without making anything. */
  public static ServerDiagnosis diagnose(LocalServerOptions options) {
    return ServerDiagnosis.of(options.installation());
  }

  private static ProcessBuilder command(Path python, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("-m", "gymbridge_server"));
    all.addAll(arguments);
    ProcessBuilder builder = Tool.python(python.toString(), all);
    builder.environment().putIfAbsent("PYGAME_HIDE_SUPPORT_PROMPT", "1");
    return builder;
  }

  /** The connection to the server. */
  public EnvironmentServer connection() {
    return server;
  }

  /** The process id of the server. */
  public long pid() {
    return process.pid();
  }

  /** The directory of the Unix socket; null where the server listens on a port. */
  @Nullable Path socketDirectory() {
    return socketDirectory;
  }

  @Override
  public Environment make(EnvironmentOptions options) {
    return server.make(options);
  }

  @Override
  public VectorEnvironment makeVector(
      EnvironmentOptions options, int numEnvs, AutoresetMode autoresetMode) {
    return server.makeVector(options, numEnvs, autoresetMode);
  }

  /** Stops the server, waiting until it is gone; a second call does nothing. */
  @Override
  public void close() {
    ShutdownHooks.remove(hook);
    stop();
  }

  private synchronized void stop() {
    if (closed) {
      return;
    }
    closed = true;
    server.close();
    release(process, socketDirectory);
  }

  private static void release(@Nullable KeptProcess process, @Nullable Path socketDirectory) {
    if (process != null) {
      process.close();
    }
    if (socketDirectory != null) {
      try {
        FileTree.delete(socketDirectory);
      } catch (IOException e) {
        // An empty directory of ours is left behind in the temporary directory: no harm.
      }
    }
  }
}
