package dev.gymbridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.remote.grpc.AccessToken;
import dev.gymbridge.remote.grpc.ChannelSecurity;
import dev.gymbridge.remote.grpc.TestCertificates;
import dev.gymbridge.remote.local.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real server behind TLS, a token and client certificates, reached on every interface. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class SecureServerIT {
  private static final AccessToken TOKEN = AccessToken.of("0123456789abcdef0123456789abcdef");

  @TempDir private static Path directory;
  private static TestCertificates.Identity server;
  private static TestCertificates.Identity client;
  private static ServerProcess secure;
  private static ServerProcess plain;
  private static String secureAddress;
  private static String plainAddress;

  @BeforeAll
  static void start() throws Exception {
    server = TestCertificates.make(directory, "server", "-ext", "san=ip:127.0.0.1,dns:localhost");
    client = TestCertificates.make(directory, "client");
    Path token =
        TestCertificates.write(directory.resolve("token"), "0123456789abcdef0123456789abcdef\n");
    secure =
        serve(
            List.of(
                "--listen=0.0.0.0:0",
                "--tls-cert=" + server.certificate(),
                "--tls-key=" + server.key(),
                "--tls-client-ca=" + client.certificate(),
                "--token-file=" + token));
    secureAddress = loopback(secure.awaitReady(Duration.ofSeconds(60)));
    plain = serve(List.of("--listen=127.0.0.1:0"));
    plainAddress = plain.awaitReady(Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() {
    secure.close();
    plain.close();
  }

  private static ServerProcess serve(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--ready-json", "--exit-with-parent"));
    ProcessBuilder builder = LocalServer.foreground(LocalServerOptions.DEFAULT, all);
    builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
    builder.redirectError(ProcessBuilder.Redirect.PIPE);
    return ServerProcess.start(builder);
  }

  private static String loopback(String address) {
    return "127.0.0.1" + address.substring(address.lastIndexOf(':'));
  }

  private static EnvironmentServer connect(String address, ChannelSecurity security) {
    return EnvironmentServer.connect(address, ConnectionOptions.DEFAULT.withSecurity(security));
  }

  private static ChannelSecurity trusting() {
    return ChannelSecurity.TLS.withTrustedAuthorities(server.certificate());
  }

  private static ChannelSecurity known() {
    return trusting().withCertificate(client.certificate(), client.key());
  }

  private static void refuses(ChannelSecurity security, String... texts) {
    assertThatThrownBy(() -> connect(secureAddress, security).close())
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining(secureAddress)
        .hasMessageContainingAll(texts);
  }

  @Test
  void stepsWhereBothSidesKnowEachOther() {
    try (EnvironmentServer connection = connect(secureAddress, known().withToken(TOKEN));
        Environment environment = connection.make(EnvironmentOptions.of("CartPole-v1"));
        VectorEnvironment environments =
            connection.makeVector(
                EnvironmentOptions.of("CartPole-v1"), 3, AutoresetMode.NEXT_STEP)) {
      environment.reset(7);
      assertThat(environment.step(1).reward()).isEqualTo(1.0);
      environments.reset(7);
      assertThat(environments.step(new int[] {0, 1, 0}).rewards()).containsExactly(1, 1, 1);
      assertThat(connection.list("cartpole", false)).isNotEmpty();
    }
  }

  @Test
  void staysOutWithoutTheToken() {
    refuses(known(), "let nobody in", "this call has none; show it with --token-file");
  }

  @Test
  void staysOutWithAnotherToken() {
    AccessToken other = AccessToken.of("0123456789abcdef0123456789abcdeF");
    refuses(known().withToken(other), "let nobody in", "is not that of this server");
  }

  @Test
  void staysOutWithoutACertificate() {
    refuses(trusting().withToken(TOKEN), "whether it wants a client certificate");
  }

  @Test
  void staysOutWithACertificateOfSomebodyElse() {
    ChannelSecurity stranger =
        trusting().withCertificate(server.certificate(), server.key()).withToken(TOKEN);
    refuses(stranger, "a client certificate that it trusts");
  }

  @Test
  void trustsNoServerOfAnotherAuthority() {
    ChannelSecurity deceived =
        ChannelSecurity.TLS
            .withTrustedAuthorities(client.certificate())
            .withCertificate(client.certificate(), client.key())
            .withToken(TOKEN);
    refuses(deceived, "nobody whom this client trusts", "--tls-ca FILE");
  }

  @Test
  void saysThatItWantsTlsToAClientOfPlainText() {
    refuses(ChannelSecurity.PLAIN_TEXT, "whether it wants TLS (--tls)");
  }

  @Test
  void saysThatAServerOfPlainTextHasNoTls() {
    assertThatThrownBy(() -> connect(plainAddress, trusting()).close())
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("answers in plain text, and this client asks for TLS");
  }
}
