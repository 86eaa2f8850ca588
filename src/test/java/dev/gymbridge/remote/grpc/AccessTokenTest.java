package dev.gymbridge.remote.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTokenTest {
  @TempDir private Path directory;

  @Test
  void readsAFileWithoutItsLineEnd() throws IOException {
    Path file = TestCertificates.write(directory.resolve("token"), "0123456789abcdef\n");
    assertThat(AccessToken.read(file)).isEqualTo(AccessToken.of("0123456789abcdef"));
    assertThat(AccessToken.read(file).authorization()).isEqualTo("Bearer 0123456789abcdef");
  }

  @Test
  void refusesAFileThatEverybodyCanUse() throws IOException {
    Path file = TestCertificates.write(directory.resolve("token"), "0123456789abcdef\n");
    TestCertificates.allow(file, "rw-r--r--");
    assertThatThrownBy(() -> AccessToken.read(file))
        .isInstanceOf(ChannelSecurityException.class)
        .hasMessageContaining("(rw-r--r--)")
        .hasMessageContaining("chmod 600 " + file);
    TestCertificates.allow(file, "r--r-----");
    assertThat(AccessToken.read(file)).isNotNull();
  }

  @Test
  void namesAFileThatIsMissing() {
    assertThatThrownBy(() -> AccessToken.read(directory.resolve("missing")))
        .isInstanceOf(ChannelSecurityException.class)
        .hasMessageContaining("missing: there is no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "two words", "two\nlines", "tökén", "a\u007fb", "a\u0000b"})
  void refusesWhatIsNoToken(String text) {
    assertThatThrownBy(() -> AccessToken.of(text))
        .isInstanceOf(ChannelSecurityException.class)
        .hasMessageContaining("one line of ASCII without spaces");
  }
}
