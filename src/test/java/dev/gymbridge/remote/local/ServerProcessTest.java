package dev.gymbridge.remote.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class ServerProcessTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private static ServerProcess shell(String script) {
    return ServerProcess.start(new ProcessBuilder("/bin/sh", "-c", script));
  }

  @Test
  void readsTheAddressFromTheReadyLineAndSkipsOthers() {
    try (ServerProcess process =
        shell("echo hello; echo '{\"ready\":true,\"address\":\"127.0.0.1:4321\"}'; exec cat")) {
      assertThat(process.awaitReady(LONG)).isEqualTo("127.0.0.1:4321");
    }
  }

  @Test
  void goesWhenItsInputEnds() {
    ServerProcess process = shell("echo '{\"ready\":true,\"address\":\"x:1\"}'; exec cat");
    process.awaitReady(LONG);
    assertThat(process.isAlive()).isTrue();
    process.close();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void showsWhatItSaidWhenItEndsBeforeItIsReady() {
    try (ServerProcess process = shell("echo 'address already in use' >&2; exit 3")) {
      assertThatThrownBy(() -> process.awaitReady(LONG))
          .isInstanceOf(LocalServerException.class)
          .hasMessageContaining("exit status 3")
          .hasMessageContaining("address already in use");
    }
  }

  @Test
  void saysThatAPackageIsMissingWhereItIs() {
    try (ServerProcess process =
        shell("echo \"ModuleNotFoundError: No module named 'gymnasium'\" >&2; exit 1")) {
      assertThatThrownBy(() -> process.awaitReady(LONG))
          .hasMessageContaining("a Python package is missing or broken")
          .hasMessageContaining("No module named 'gymnasium'");
    }
  }

  @Test
  void givesUpAServerThatDoesNotGetReady() {
    try (ServerProcess process = shell("exec cat")) {
      assertThatThrownBy(() -> process.awaitReady(Duration.ofMillis(50)))
          .isInstanceOf(LocalServerException.class)
          .hasMessageContaining("not ready within 0.05 s");
    }
  }

  @Test
  void hasLastWordsOnceItEnded() {
    ServerProcess process =
        shell("echo '{\"ready\":true,\"address\":\"x:1\"}'; read line; echo boom >&2; exit 7");
    process.awaitReady(LONG);
    process.close();
    assertThat(process.lastWords())
        .isEqualTo("The server ended with exit status 7 and said:\n  boom");
  }

  @Test
  void namesAProgramThatCannotBeStarted() {
    assertThatThrownBy(() -> ServerProcess.start(new ProcessBuilder("/absent/python")))
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining("/absent/python");
  }
}
