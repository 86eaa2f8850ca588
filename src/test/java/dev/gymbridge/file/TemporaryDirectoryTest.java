package dev.gymbridge.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {
  @TempDir private Path elsewhere;

  /** Another process: it writes into a temporary directory for as long as that is there. */
  static final class Filler {
    private Filler() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
      TemporaryDirectory made = TemporaryDirectory.make("gymbridge-test");
      Path inside = Files.createDirectory(made.path().resolve("a"));
      System.out.println(made.path());
      while (Files.isDirectory(inside)) {
        Files.writeString(Files.createTempFile(inside, "", ""), "kept");
        Thread.sleep(1);
      }
    }
  }

  @Test
  void goesWithAllInItButNotWithWhatLinksLeadTo() throws IOException {
    Path kept = Files.writeString(elsewhere.resolve("kept"), "mine");
    Path path;
    try (TemporaryDirectory made = TemporaryDirectory.make("gymbridge-test")) {
      path = made.path();
      Files.createSymbolicLink(path.resolve("link"), elsewhere);
      Files.createDirectories(path.resolve("a/b"));
    }
    assertThat(path).doesNotExist();
    assertThat(kept).hasContent("mine");
  }

  @Test
  @Timeout(120)
  void goesWithTheProcessThatIsAskedToEnd() throws Exception {
    Process filler =
        new ProcessBuilder(JavaCommand.ofMain(Filler.class))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = filler.inputReader()) {
      Path path = Path.of(out.readLine());
      assertThat(path).isDirectory();
      filler.destroy();
      assertThat(filler.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(path).doesNotExist();
    } finally {
      filler.destroyForcibly();
    }
  }
}
