package dev.gymbridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.proto.v1.GetServerInfoResponse;
import dev.gymbridge.proto.v1.Limits;
import dev.gymbridge.remote.grpc.Channels;
import dev.gymbridge.remote.session.ListedEnvironment;
import dev.gymbridge.remote.session.ServerInfo;
import dev.gymbridge.remote.session.TimeLimits;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EnvironmentServerTest {
  private static final ConnectionOptions IMPATIENT =
      ConnectionOptions.DEFAULT.withTimeLimits(
          TimeLimits.DEFAULT.withConnect(Duration.ofMillis(500)));

  @Test
  void knowsWhatTheServerIs() {
    try (FakeServer fake = new FakeServer();
        EnvironmentServer server = fake.connect()) {
      assertThat(server.serverInfo().serverVersion()).isEqualTo("9.9");
      assertThat(server.serverInfo().gymnasiumVersion()).isEqualTo("1.2.3");
      assertThat(server.serverInfo().capabilities()).containsExactly("box2d");
    }
  }

  @Test
  void knowsWhatTheServerAllowsAndHasOpen() {
    try (FakeServer fake = new FakeServer()) {
      fake.info =
          fake.info.toBuilder()
              .setLimits(
                  Limits.newBuilder()
                      .setMaxSessions(3)
                      .setMaxMessageBytes(1L << 40)
                      .setMaxIdleSeconds(0.5)
                      .setMaxStepSeconds(60)
                      .setMaxMakeSeconds(90)
                      .setMaxSilenceSeconds(30))
              .setIsolatedSessions(true)
              .setOpenSessions(2)
              .setHangingSessions(1)
              .build();
      try (EnvironmentServer server = fake.connect()) {
        ServerInfo info = server.serverInfo();
        assertThat(info.limits())
            .isEqualTo(new ServerInfo.ServerLimits(3, 0, 1L << 40, 0.5, 60, 90, 30));
        assertThat(info.load()).isEqualTo(new ServerInfo.ServerLoad(true, 2, 1));
        assertThat(info.text())
            .contains("3 sessions, any number of environments a session")
            .contains("0.50 s idle, 60 s a step, 90 s to make")
            .contains("2 sessions open, 1 of them hang, a process each");
      }
    }
  }

  @Test
  void listsEnvironmentsWithTheirSpacesOrTheirProblems() {
    try (FakeServer fake = new FakeServer();
        EnvironmentServer server = fake.connect()) {
      List<ListedEnvironment> listed = server.list("", true);

      assertThat(listed).hasSize(2);
      assertThat(listed.get(0).spec().id()).isEqualTo("Count-v0");
      assertThat(listed.get(0).actionSpace()).isEqualTo(new Discrete(2));
      assertThat(listed.get(1).actionSpace()).isNull();
      assertThat(listed.get(1).problem()).isEqualTo("Box2D is missing");
    }
  }

  @Test
  void refusesAnotherProtocolVersion() {
    try (FakeServer fake = new FakeServer()) {
      fake.info = GetServerInfoResponse.newBuilder().setProtocolVersion(2).build();
      assertThatThrownBy(fake::connect)
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessage(
              "the server at fake:1 (version unknown) speaks protocol 2, this client speaks 1; use"
                  + " the same version of gymbridge on both sides");
    }
  }

  @Test
  void saysSoWhereNothingListens() throws IOException {
    int port;
    try (ServerSocket closedAtOnce = loopback()) {
      port = closedAtOnce.getLocalPort();
    }
    assertThatThrownBy(() -> EnvironmentServer.connect("127.0.0.1:" + port))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageStartingWith("nothing answers at 127.0.0.1:" + port + " (Connection refused")
        .hasMessageContaining("gymbridge serve");
  }

  @Test
  void saysSoWhereAUnixSocketIsAbsent(@TempDir Path directory) {
    org.junit.jupiter.api.Assumptions.assumeTrue(Channels.unixSocketsAvailable());
    assertThatThrownBy(() -> EnvironmentServer.connect("unix:" + directory.resolve("absent")))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageStartingWith("nothing answers at unix:")
        .hasMessageContaining("(no such socket)");
  }

  @Test
  void saysSoWhereAnHttpServerAnswers() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.start();
    try {
      assertThatThrownBy(
              () ->
                  EnvironmentServer.connect("127.0.0.1:" + http.getAddress().getPort(), IMPATIENT))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("environment server")
          .hasMessageContaining("check the address and the port");
    } finally {
      http.stop(0);
    }
  }

  @Test
  void saysSoWhereAChattyServiceAnswers() throws IOException {
    try (ServerSocket chatty = loopback()) {
      answer(chatty, "SSH-2.0-OpenSSH_9.2\r\n");
      assertThatThrownBy(
              () -> EnvironmentServer.connect("127.0.0.1:" + chatty.getLocalPort(), IMPATIENT))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("check the address and the port");
    }
  }

  @Test
  void saysSoWhereASilentServiceListens() throws IOException {
    try (ServerSocket silent = loopback()) {
      assertThatThrownBy(
              () -> EnvironmentServer.connect("127.0.0.1:" + silent.getLocalPort(), IMPATIENT))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("does not answer as an environment server");
    }
  }

  @Test
  void saysSoWhereAnotherGrpcServiceAnswers() throws IOException {
    Server other = InProcessServerBuilder.forName("other").build().start();
    try {
      assertThatThrownBy(
              () ->
                  Connections.over(
                      InProcessChannelBuilder.forName("other").build(), "other:1", IMPATIENT))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("does not know the service");
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void refusesAnAddressThatIsNone() {
    assertThatThrownBy(() -> EnvironmentServer.connect("localhost"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be host:port")
        .hasMessageContaining("\"localhost\"");
  }

  /** A session that answers anything with bytes that are no message. */
  @Test
  void saysSoWhenAReplyIsNoMessage() throws IOException {
    try (FakeServer fake = new FakeServer()) {
      Server garbling =
          InProcessServerBuilder.forName("garbling")
              .addService(
                  ServerServiceDefinition.builder("gymbridge.v1.EnvironmentService")
                      .addMethod(
                          bytesMethod("GetServerInfo", MethodDescriptor.MethodType.UNARY),
                          ServerCalls.asyncUnaryCall(
                              (request, replies) -> {
                                replies.onNext(fake.info.toByteArray());
                                replies.onCompleted();
                              }))
                      .addMethod(
                          bytesMethod("Session", MethodDescriptor.MethodType.BIDI_STREAMING),
                          ServerCalls.asyncBidiStreamingCall(Garble::new))
                      .build())
              .build()
              .start();
      try (EnvironmentServer server =
          Connections.over(
              InProcessChannelBuilder.forName("garbling").directExecutor().build(),
              "garbling:1",
              ConnectionOptions.DEFAULT)) {
        assertThatThrownBy(
                () -> {
                  try (Environment environment = server.make(EnvironmentOptions.of("X-v0"))) {
                    environment.reset();
                  }
                })
            .isInstanceOf(EnvironmentException.class)
            .hasMessageContaining("the server at garbling:1");
      } finally {
        garbling.shutdownNow();
      }
    }
  }

  private record Garble(StreamObserver<byte[]> replies) implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] request) {
      replies.onNext(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1, 2, 3});
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {
      replies.onCompleted();
    }
  }

  private static MethodDescriptor<byte[], byte[]> bytesMethod(
      String name, MethodDescriptor.MethodType type) {
    MethodDescriptor.Marshaller<byte[]> bytes =
        new MethodDescriptor.Marshaller<>() {
          @Override
          public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
          }

          @Override
          public byte[] parse(InputStream stream) {
            try {
              return stream.readAllBytes();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    return MethodDescriptor.newBuilder(bytes, bytes)
        .setFullMethodName("gymbridge.v1.EnvironmentService/" + name)
        .setType(type)
        .build();
  }

  private static ServerSocket loopback() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  private static void answer(ServerSocket listening, String greeting) {
    Thread thread =
        new Thread(
            () -> {
              while (!listening.isClosed()) {
                try (Socket socket = listening.accept();
                    OutputStream out = socket.getOutputStream()) {
                  out.write(greeting.getBytes(StandardCharsets.UTF_8));
                  out.flush();
                  socket.getInputStream().read();
                } catch (IOException closed) {
                  // The test is over, or the client has seen enough.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
