package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.remote.grpc.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecurityOptionsTest {
  private static final String SECRET = "0123456789abcdef";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "envs --tls | 2 | are for --server",
        "envs --token-file x | 2 | are for --server",
        "envs --server a:1 --tls-cert x | 2 | go together",
        "envs --server a:1 --tls-key x | 2 | go together",
        "envs --server a:1 --token-file missing | 1 | missing: there is no such file",
        "envs --server a:1 --tls-ca missing | 1 | missing: there is no such file",
        "envs --server a:1 --tls-cert missing --tls-key x | 1 | missing: there is no such file",
        "envs --server unix:/tmp/x --tls | 1 | TLS is for ports",
      })
  void refusesWhatMakesNoSense(String line, int exitCode, String text) {
    Gymbridge.Result result = Gymbridge.run(line.split(" ", -1));
    assertThat(result.err()).contains(text).doesNotContain("defect");
    assertThat(result.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void sendsNoTokenInPlainTextToAnotherMachine(@TempDir Path directory) throws IOException {
    Path token = TestCertificates.write(directory.resolve("token"), SECRET);
    Gymbridge.Result result =
        Gymbridge.run("envs", "--server", "gym.example.org:1", "--token-file", token.toString());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("in plain text", "--tls", "--token-in-plain-text")
        .doesNotContain(SECRET);
  }
}
