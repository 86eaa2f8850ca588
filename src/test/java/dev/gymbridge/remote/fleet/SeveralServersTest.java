package dev.gymbridge.remote.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.grpc.ChannelServers;
import dev.gymbridge.remote.session.ServerStatus;
import dev.gymbridge.remote.session.TimeLimits;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers on addresses of the loopback network, each over a channel of its own. */
@Timeout(60)
final class SeveralServersTest {
  private static final EnvironmentOptions ECHO = EnvironmentOptions.of("SeedEcho-v0");
  private static final ConnectionOptions OPTIONS =
      ConnectionOptions.DEFAULT.withTimeLimits(
          TimeLimits.DEFAULT.withConnect(Duration.ofSeconds(2)).withStep(Duration.ofSeconds(2)));

  private final List<JvmServer> servers = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(JvmServer::close);
  }

  private JvmServer start(String host, int port) {
    JvmServer server = JvmServer.at(new InetSocketAddress(host, port), SeedEcho::new);
    servers.add(server);
    return server;
  }

  private String threeServers() {
    start("127.0.0.1", 0);
    start("127.0.0.2", 0);
    start("127.0.0.3", 0);
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      targets.add("127.0.0.%d:%d".formatted(i + 1, servers.get(i).port()));
    }
    return String.join(",", targets);
  }

  private List<Integer> makes() {
    return servers.stream().map(server -> server.made.size()).toList();
  }

  @Test
  void spreadOverAListOfTargetsOneShareOnEach() {
    try (EnvironmentServer connection = EnvironmentServer.connect(threeServers(), OPTIONS);
        VectorEnvironment vector = connection.makeVector(ECHO, 6, AutoresetMode.SAME_STEP)) {
      assertThat(connection.servers()).hasSize(3).allMatch(s -> s.info().isPresent());
      vector.reset(0);
      assertThat(vector.step(new int[] {0, 1, 2, 3, 4, 5}).rewards())
          .containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(makes()).containsExactly(1, 1, 1);
    }
  }

  @Test
  void sayWhichServerIsGoneAndWhyAndUseItAgainOnceItIsBack() {
    try (EnvironmentServer connection = EnvironmentServer.connect(threeServers(), OPTIONS);
        VectorEnvironment vector = connection.makeVector(ECHO, 6, AutoresetMode.SAME_STEP)) {
      vector.reset(0);
      int port = servers.get(1).port();
      servers.get(1).die();

      VectorStepResult result = vector.step(new int[6]);

      assertThat(result.interruption()).isNotNull();
      assertThat(result.interruption().reason())
          .startsWith("server 127.0.0.2:" + port + " is gone (")
          .contains("refused): 2 of 6 environments made again on ");
      assertThat(makes()).containsExactly(2, 1, 2);

      JvmServer back = start("127.0.0.2", port);
      assertThat(vector.step(new int[6]).interruption()).isNull();
      assertThat(back.made).isEmpty();
      connection.makeVector(ECHO, 3, AutoresetMode.SAME_STEP).close();
      assertThat(back.made).hasSize(1);
    }
  }

  @Test
  void mayBeOneThatIsGoneForAMoment() {
    JvmServer server = start("127.0.0.1", 0);
    int port = server.port();
    try (EnvironmentServer connection = EnvironmentServer.connect("127.0.0.1:" + port, OPTIONS);
        VectorEnvironment vector = connection.makeVector(ECHO, 3, AutoresetMode.SAME_STEP)) {
      vector.reset(0);
      server.die();
      CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS)
          .execute(() -> start("127.0.0.1", port));
      VectorStepResult result = vector.step(new int[3]);
      assertThat(result.interruption().count()).isEqualTo(3);
      assertThat(result.interruption().reason())
          .contains("3 of 3 environments made again on 127.0.0.1:" + port);
      assertThat(vector.step(new int[3]).interruption()).isNull();
    }
  }

  @Test
  void mayBePartlyMissing() {
    start("127.0.0.1", 0);
    String there = "127.0.0.1:" + servers.get(0).port();
    String targets = there + ",127.0.0.2:1,no.such.host.invalid:7";
    try (EnvironmentServer connection = EnvironmentServer.connect(targets, OPTIONS);
        VectorEnvironment vector = connection.makeVector(ECHO, 2, AutoresetMode.SAME_STEP);
        Environment environment = connection.make(ECHO)) {
      assertThat(connection.servers())
          .extracting(ServerStatus::address)
          .containsExactly(there, "127.0.0.2:1", "no.such.host.invalid:7");
      assertThat(connection.servers().get(0).problem()).isEmpty();
      assertThat(connection.servers().get(1).problem()).contains("refused");
      assertThat(connection.servers().get(2).problem()).isNotEmpty();
      assertThat(vector.numEnvs()).isEqualTo(2);
      assertThat(environment.spec().id()).isEqualTo("SeedEcho-v0");
    }
  }

  @Test
  void mayNotAllBeMissing() {
    assertThatThrownBy(() -> EnvironmentServer.connect("127.0.0.1:1,127.0.0.2:1", OPTIONS))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageMatching(
            "none of the 2 servers can be used \\(127.0.0.1:1: .*refused; 127.0.0.2:1: .*refused\\).*");
  }

  @Test
  void areThoseThatANameResolvesTo() {
    start("127.0.0.1", 0);
    int port = servers.get(0).port();
    start("127.0.0.2", port);
    start("127.0.0.3", port);
    AtomicReference<List<String>> pods = new AtomicReference<>(List.of("127.0.0.1", "127.0.0.2"));
    try (EnvironmentServer connection = ChannelServers.connect("pods:" + port, pods::get, OPTIONS);
        VectorEnvironment old = connection.makeVector(ECHO, 2, AutoresetMode.SAME_STEP)) {
      assertThat(connection.servers())
          .extracting(ServerStatus::address)
          .containsExactly("127.0.0.1:" + port, "127.0.0.2:" + port);
      assertThat(makes()).containsExactly(1, 1, 0);

      pods.set(List.of("127.0.0.2", "127.0.0.3"));
      connection.makeVector(ECHO, 4, AutoresetMode.SAME_STEP).close();
      assertThat(makes()).containsExactly(1, 2, 1);
      old.reset(0);
      assertThat(old.step(new int[2]).interruption()).isNull(); // what is open goes on

      pods.set(List.of());
      connection.makeVector(ECHO, 4, AutoresetMode.SAME_STEP).close();
      assertThat(makes()).containsExactly(1, 3, 2);
    }
  }

  @Test
  void areOneWhereANameHasOneAddressOfEachFamily() {
    start("127.0.0.1", 0);
    String target = "localhost:" + servers.get(0).port();
    try (EnvironmentServer connection =
        ChannelServers.connect(target, () -> List.of("::1", "127.0.0.1"), OPTIONS)) {
      assertThat(connection.servers()).hasSize(1);
      assertThat(connection.servers().get(0).address()).isEqualTo(target);
    }
  }

  @Test
  void areEachOneHoweverTheyAreWritten() {
    start("127.0.0.1", 0);
    String target = "127.0.0.1:" + servers.get(0).port();
    try (EnvironmentServer connection =
        EnvironmentServer.connect(target + ",dns:///" + target, OPTIONS)) {
      assertThat(connection.servers()).extracting(ServerStatus::address).containsExactly(target);
    }
  }

  @Test
  void areNotAskedForMoreOnceTheConnectionWasClosed() {
    EnvironmentServer connection = EnvironmentServer.connect(threeServers(), OPTIONS);
    connection.close();
    for (Runnable use :
        List.<Runnable>of(
            () -> connection.make(ECHO),
            () -> connection.makeVector(ECHO, 3, AutoresetMode.SAME_STEP),
            () -> connection.list("", false))) {
      assertThatThrownBy(use::run)
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessage("the connection was closed; connect again");
    }
  }

  @Test
  void mayBeUnixSocketsAmongThem(@TempDir Path directory) {
    assumeThat(Epoll.isAvailable()).isTrue();
    start("127.0.0.1", 0);
    Path socket = directory.resolve("s");
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    servers.add(
        JvmServer.on(
            NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops),
            SeedEcho::new));
    String targets = "unix:" + socket + ",127.0.0.1:" + servers.get(0).port();
    try (EnvironmentServer connection = EnvironmentServer.connect(targets, OPTIONS);
        VectorEnvironment vector = connection.makeVector(ECHO, 4, AutoresetMode.SAME_STEP)) {
      vector.reset(5);
      assertThat(makes()).containsExactly(1, 1);
      servers.get(1).die();
      assertThat(vector.step(new int[4]).interruption()).isNotNull();
      assertThat(makes()).containsExactly(2, 1);
    } finally {
      var unused = loops.shutdownGracefully();
    }
  }
}
