package dev.gymbridge.cli;

import dev.gymbridge.bench.Way;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.classic.NativeEnvironments;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.remote.wire.Vectorization;
import dev.gymbridge.run.EnvironmentRecipe;
import dev.gymbridge.run.ServerRecipe;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The ways of stepping one environment that there are on this machine; closes what it opened. */
final class BenchWays implements AutoCloseable {
  private static final String SYNC = ", one after another";
  private static final String VECTORIZED = ", vectorised";

  private final EnvironmentOptions environment;
  // Sources are closed in the reverse of their order.
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final List<Way> single = new ArrayList<>();
  private final List<Way> vector = new ArrayList<>();
  private final List<Way> drawing = new ArrayList<>();

  private BenchWays(EnvironmentOptions environment) {
    this.environment = environment;
  }

  /**
   * Starts or connects to what is needed.
   *
   * @param environment over the bridge; where the JVM has it too, that is one more way
   */
  static BenchWays open(
      EnvironmentOptions environment, ServerOptions serverOptions, Console console) {
    BenchWays ways = new BenchWays(environment);
    try {
      if (serverOptions.isRemote()) {
        ServerOptions.Connected connected = serverOptions.connect(console);
        ways.closing.push(connected::close);
        boolean vectorised = ways.isVectorised(connected.server());
        String carrier = connected.server().carrier().lane() ? "lane" : "gRPC stream";
        ways.addBridge(
            "bridge to %s, %s".formatted(connected.server().address(), carrier),
            connected.server(),
            vectorised);
      } else {
        ways.addLocal(serverOptions, console);
      }
      if (NativeEnvironments.ids().contains(environment.id())) {
        ways.addNative();
      }
      return ways;
    } catch (RuntimeException e) {
      ways.close();
      throw e;
    }
  }

  /** The ways of stepping so many environments together; the first is what others compare to. */
  List<Way> of(int numEnvs) {
    return numEnvs == 1 ? single : vector;
  }

  /** The ways of drawing a frame; the first is what others compare to. */
  List<Way> drawing() {
    return drawing;
  }

  private void addLocal(ServerOptions serverOptions, Console console) {
    LocalServerOptions options =
        serverOptions.local(
            console,
            serverOptions.recipe(ServerRecipe.PLAIN),
            AllowedModules.of(EnvironmentRecipe.of(environment.id())));
    LocalServer streamed =
        start(serverOptions, options.withConnection(options.connection().withoutLane()));
    boolean vectorised = isVectorised(streamed.connection());
    addInProcess(options, vectorised);
    addBridge("bridge, gRPC stream", streamed.connection(), vectorised);
    LocalServer usual = start(serverOptions, options);
    isVectorised(usual.connection()); // The first session shows what carries them.
    if (usual.connection().carrier().lane()) {
      addBridge("bridge, lane", usual.connection(), vectorised);
    }
  }

  private LocalServer start(ServerOptions serverOptions, LocalServerOptions options) {
    LocalServer server = serverOptions.start(options);
    closing.push(server::close);
    return server;
  }

  private void addInProcess(LocalServerOptions options, boolean vectorised) {
    String name = "Gymnasium in its process";
    single.add(Way.inProcess(name, options, environment, Vectorization.AUTOMATIC));
    drawing.add(Way.drawingInProcess(name, options, environment));
    vector.add(Way.inProcess(name + SYNC, options, environment, Vectorization.SYNC));
    if (vectorised) {
      vector.add(
          Way.inProcess(name + VECTORIZED, options, environment, Vectorization.VECTOR_ENTRY_POINT));
    }
  }

  private void addBridge(String name, EnvironmentServer server, boolean vectorised) {
    single.add(Way.overBridge(name, server, environment, Vectorization.AUTOMATIC));
    drawing.add(Way.drawing(name, server, environment));
    vector.add(Way.overBridge(name + SYNC, server, environment, Vectorization.SYNC));
    if (vectorised) {
      vector.add(
          Way.overBridge(name + VECTORIZED, server, environment, Vectorization.VECTOR_ENTRY_POINT));
    }
  }

  private void addNative() {
    NativeEnvironments environments = new NativeEnvironments();
    closing.push(environments::close);
    Way way = Way.of("native", environments, environment);
    Stream.of(single, vector).forEach(ways -> ways.add(way));
    drawing.add(Way.drawing("native", environments, environment));
  }

  /** Whether the environment has a vectorised implementation of its own. */
  private boolean isVectorised(EnvironmentServer server) {
    try (VectorEnvironment probe =
        server.makeVector(
            environment, 2, AutoresetMode.NEXT_STEP, Vectorization.VECTOR_ENTRY_POINT)) {
      return probe.numEnvs() == 2;
    } catch (EnvironmentException none) {
      return false;
    }
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
    closing.clear();
  }
}
