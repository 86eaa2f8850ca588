package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir private Path directory;

  /** Another process: it takes a run directory, says so, and keeps it until it is killed. */
  static final class Holder {
    private Holder() {}

    @SuppressWarnings({"SystemOut", "ObjectToString"})
    public static void main(String[] args) throws IOException {
      try (RunLock lock = RunLock.take(RunDirectory.createAt(Path.of(args[0])))) {
        System.out.println("taken " + lock);
        int end = System.in.read();
        System.out.println(end);
      }
    }
  }

  @Test
  @Timeout(120)
  void namesTheProcessThatHoldsItAndIsFreeWhenThatIsKilled() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    RunDirectory run = RunDirectory.createAt(directory);
    try (BufferedReader out = holder.inputReader()) {
      assertThat(out.readLine()).startsWith("taken");
      assertThatThrownBy(() -> RunLock.take(run))
          .isInstanceOf(RunDirectoryException.class)
          .hasMessage(
              "%s belongs to process %d, which trains it; wait for its end, or stop it",
              directory, holder.pid());
    } finally {
      holder.destroyForcibly();
      assertThat(holder.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    RunLock.take(run).close();
  }
}
