package dev.gymbridge.remote.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelSecurityTest {
  private static final String SECRET = "0123456789abcdef";
  private static final ChannelSecurity TOKEN =
      ChannelSecurity.PLAIN_TEXT.withToken(AccessToken.of(SECRET));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unix:/tmp/x/socket",
        "localhost:1",
        "LOCALHOST:1",
        "127.0.0.1:1",
        "127.9.9.9:1",
        "[::1]:1",
        "[::ffff:127.0.0.1]:1",
        "dns:///localhost:1",
      })
  void aTokenMayGoInPlainTextWithinThisMachine(String address) {
    assertThatCode(() -> TOKEN.check(ServerAddress.parse(address))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gym.example.org:1",
        "dns:///gym.example.org:1",
        "10.0.0.1:1",
        "0.0.0.0:1",
        "[::]:1",
        "[::ffff:10.0.0.1]:1",
        "[fe80::1]:1",
        "localhost.example.org:1",
        "127.0.0.1.example.org:1",
        "127.1:1",
        "2130706433:1",
        "999.0.0.1:1",
      })
  void aTokenGoesToAnotherMachineEncryptedOrSpelledOut(String address) {
    ServerAddress server = ServerAddress.parse(address);
    assertThatThrownBy(() -> TOKEN.check(server))
        .isInstanceOf(ChannelSecurityException.class)
        .hasMessageContaining(address + " in plain text")
        .hasMessageContaining("--tls")
        .hasMessageNotContaining(SECRET);
    assertThatCode(() -> TOKEN.withTokenInPlainText().check(server)).doesNotThrowAnyException();
    assertThatCode(() -> ChannelSecurity.TLS.withToken(AccessToken.of(SECRET)).check(server))
        .doesNotThrowAnyException();
    assertThatCode(() -> ChannelSecurity.PLAIN_TEXT.check(server)).doesNotThrowAnyException();
  }

  @Test
  void connectRefusesBeforeAnythingIsSent() {
    ConnectionOptions options = ConnectionOptions.DEFAULT.withSecurity(TOKEN);
    assertThatThrownBy(() -> EnvironmentServer.connect("gym.example.org:50051", options))
        .isInstanceOf(ChannelSecurityException.class);
  }

  @Test
  void aUnixSocketHasNoTls() {
    assertThatThrownBy(() -> ChannelSecurity.TLS.check(ServerAddress.parse("unix:/tmp/x")))
        .isInstanceOf(ChannelSecurityException.class)
        .hasMessageContaining("TLS is for ports")
        .hasMessageContaining("unix:/tmp/x");
  }

  @Test
  void aTokenIsNeverPrinted() {
    assertThat(TOKEN.toString()).doesNotContain(SECRET).contains("hidden");
    assertThat(ConnectionOptions.DEFAULT.withSecurity(TOKEN).toString()).doesNotContain(SECRET);
  }

  @Test
  void certificatesAreForTlsAndComeWithTheirKeys() {
    Path file = Path.of("x.pem");
    assertThatThrownBy(() -> ChannelSecurity.PLAIN_TEXT.withTrustedAuthorities(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ChannelSecurity.TLS");
    assertThatThrownBy(() -> new ChannelSecurity(true, null, file, null, null, null, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("go together");
  }
}
