package dev.gymbridge.remote.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.FakeServer;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections over TLS and with tokens, to servers of this process on ports of loopback. */
@Timeout(60)
final class SecureConnectionTest {
  private static final AccessToken TOKEN = AccessToken.of("0123456789abcdef");

  @TempDir private static Path directory;
  private static TestCertificates.Identity here;
  private static TestCertificates.Identity elsewhere;
  private static TestCertificates.Identity client;

  private final List<Server> servers = new ArrayList<>();
  private final FakeServer fake = new FakeServer();

  /** The method and the authorization of each call that arrived. */
  private final List<String> calls = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    here = TestCertificates.make(directory, "here", "-ext", "san=ip:127.0.0.1");
    elsewhere = TestCertificates.make(directory, "elsewhere", "-ext", "san=dns:gym.example.org");
    client = TestCertificates.make(directory, "client");
  }

  @AfterEach
  void stop() {
    servers.forEach(Server::shutdownNow);
    fake.close();
  }

  private String serve(ServerCredentials credentials, String token) throws IOException {
    ServerInterceptor asking =
        new ServerInterceptor() {
          @Override
          public <Q, R> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String shown =
                headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
            calls.add(call.getMethodDescriptor().getBareMethodName() + " " + shown);
            if (!token.isEmpty() && !("Bearer " + token).equals(shown)) {
              call.close(
                  Status.UNAUTHENTICATED.withDescription("show it with --token-file"), headers);
              return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
          }
        };
    Server server =
        Grpc.newServerBuilderForPort(0, credentials)
            .addService(fake)
            .intercept(asking)
            .build()
            .start();
    servers.add(server);
    return "127.0.0.1:" + server.getPort();
  }

  private static ServerCredentials tls(TestCertificates.Identity identity) throws IOException {
    return TlsServerCredentials.create(identity.certificate().toFile(), identity.key().toFile());
  }

  private static ServerCredentials mutual() throws IOException {
    return TlsServerCredentials.newBuilder()
        .keyManager(here.certificate().toFile(), here.key().toFile())
        .trustManager(client.certificate().toFile())
        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
        .build();
  }

  private static EnvironmentServer connect(String address, ChannelSecurity security) {
    return EnvironmentServer.connect(address, ConnectionOptions.DEFAULT.withSecurity(security));
  }

  private static ChannelSecurity trusting(TestCertificates.Identity identity) {
    return ChannelSecurity.TLS.withTrustedAuthorities(identity.certificate());
  }

  private static void refuses(String address, ChannelSecurity security, String... texts) {
    assertThatThrownBy(() -> connect(address, security).close())
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("the server at " + address)
        .hasMessageContainingAll(texts);
  }

  @Test
  void stepsOverTls() throws IOException {
    try (EnvironmentServer server = connect(serve(tls(here), ""), trusting(here));
        Environment environment = server.make(EnvironmentOptions.of("Count-v0"))) {
      environment.reset(1);
      assertThat(environment.step(0).reward()).isEqualTo(1);
    }
  }

  @Test
  void refusesAServerForWhichNobodyTrustedVouches() throws IOException {
    String address = serve(tls(here), "");
    refuses(address, trusting(client), "nobody whom this client trusts", "--tls-ca FILE");
    refuses(address, ChannelSecurity.TLS, "nobody whom this client trusts", "--tls-ca FILE");
    assertThat(calls).isEmpty();
  }

  @Test
  void refusesAServerOfAnotherNameUnlessThatIsGiven() throws IOException {
    String address = serve(tls(elsewhere), "");
    refuses(address, trusting(elsewhere), "is not for that name", "127.0.0.1", "--tls-authority");
    ChannelSecurity named = trusting(elsewhere).withAuthority("gym.example.org");
    try (EnvironmentServer server = connect(address, named)) {
      assertThat(server.serverInfo().serverVersion()).isEqualTo("9.9");
    }
    refuses(address, trusting(elsewhere).withAuthority("b.example.org"), "b.example.org");
  }

  @Test
  void saysThatACertificateExpiredOrIsNotYetValid() throws Exception {
    String name = "san=ip:127.0.0.1";
    var old =
        TestCertificates.makeSigned(
            directory, "here", "old", "-ext", name, "-startdate", "-9d", "-validity", "3");
    refuses(serve(tls(old), ""), trusting(here), "(CN=old) expired on 20", "renew it");
    var early =
        TestCertificates.makeSigned(directory, "here", "early", "-ext", name, "-startdate", "+9d");
    refuses(
        serve(tls(early), ""), trusting(here), "(CN=early) is valid from 20", "check the clocks");
  }

  @Test
  void saysThatAServerHasNoTls() throws IOException {
    refuses(
        serve(InsecureServerCredentials.create(), ""),
        trusting(here),
        "answers in plain text, and this client asks for TLS",
        "without --tls");
  }

  @Test
  void saysThatAServerMayWantTls() throws IOException {
    String address = serve(tls(here), "");
    assertThatThrownBy(() -> connect(address, ChannelSecurity.PLAIN_TEXT).close())
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining(address)
        .hasMessageContaining("check the address and the port");
    assertThat(calls).isEmpty();
  }

  @Test
  void showsACertificateToAServerThatAsksForOne() throws IOException {
    String address = serve(mutual(), "");
    try (EnvironmentServer server =
        connect(address, trusting(here).withCertificate(client.certificate(), client.key()))) {
      assertThat(server.serverInfo().serverVersion()).isEqualTo("9.9");
    }
    assertThatThrownBy(() -> connect(address, trusting(here)).close())
        .isInstanceOf(ServerUnavailableException.class);
    assertThat(calls).hasSize(1);
  }

  @Test
  void showsTheTokenWithEveryCallAndEveryStream() throws IOException {
    String address = serve(tls(here), "0123456789abcdef");
    try (EnvironmentServer server = connect(address, trusting(here).withToken(TOKEN));
        Environment environment = server.make(EnvironmentOptions.of("Count-v0"))) {
      environment.reset(1);
      server.list("", false);
    }
    assertThat(calls)
        .containsExactlyInAnyOrder(
            "GetServerInfo Bearer 0123456789abcdef",
            "Session Bearer 0123456789abcdef",
            "ListEnvironments Bearer 0123456789abcdef");
  }

  @Test
  void saysHowToShowATokenWhereItIsMissingOrWrong() throws IOException {
    String address = serve(InsecureServerCredentials.create(), "another-token-that-is-long");
    for (ChannelSecurity security :
        List.of(ChannelSecurity.PLAIN_TEXT, ChannelSecurity.PLAIN_TEXT.withToken(TOKEN))) {
      refuses(address, security, "let nobody in: show it with --token-file");
    }
  }

  @Test
  void expectsOfEachOfSeveralServersItsOwnName() throws IOException {
    Path both =
        TestCertificates.write(
            directory.resolve("both.pem"),
            Files.readString(here.certificate()) + Files.readString(elsewhere.certificate()));
    ChannelSecurity security = ChannelSecurity.TLS.withTrustedAuthorities(both).withToken(TOKEN);
    String token = "0123456789abcdef";
    String good = serve(tls(here), token) + "," + serve(tls(here), token);
    try (EnvironmentServer server = connect(good, security)) {
      assertThat(server.servers()).hasSize(2).allMatch(status -> status.info().isPresent());
    }
    String mixed = serve(tls(here), token) + "," + serve(tls(elsewhere), token);
    try (EnvironmentServer server = connect(mixed, security)) {
      assertThat(server.servers())
          .extracting(status -> status.info().isPresent())
          .containsExactly(true, false);
    }
  }

  @Test
  void expectsBehindEachAddressOfANameThatName() throws IOException {
    String address = serve(tls(elsewhere), "");
    String port = address.substring(address.indexOf(':'));
    ChannelSecurity security = trusting(elsewhere).withToken(TOKEN);
    try (EnvironmentServer server =
        ChannelServers.connect("gym.example.org" + port, security, "127.0.0.1", "127.0.0.9")) {
      assertThat(server.servers())
          .extracting(status -> status.address() + " " + status.info().isPresent())
          .containsExactly("127.0.0.1" + port + " true", "127.0.0.9" + port + " true");
    }
    assertThatThrownBy(
            () ->
                ChannelServers.connect("b.example.org" + port, security, "127.0.0.1", "127.0.0.9"))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("b.example.org");
  }

  @Test
  void readsTheFilesBeforeItConnects() {
    ChannelSecurity missing =
        ChannelSecurity.TLS.withTrustedAuthorities(directory.resolve("missing.pem"));
    assertThatThrownBy(() -> connect("127.0.0.1:1", missing))
        .isInstanceOf(ChannelSecurityException.class)
        .hasMessageContaining("missing.pem: there is no such file");
  }
}
