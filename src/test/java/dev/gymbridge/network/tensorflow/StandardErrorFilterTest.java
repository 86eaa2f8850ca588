package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class StandardErrorFilterTest {
  @Test
  void dropsTheChatterAndKeepsEverythingElse() throws Exception {
    assertThat(ChildJvm.run(Program.class, List.of(), Map.of()))
        .isEqualTo(
            "before\na line of another thread, with umlauts: äöü\nno newline at the end, after\n");
  }

  @Test
  void restoresStandardErrorWhenTheTaskThrows() {
    assertThatThrownBy(
            () ->
                StandardErrorFilter.during(
                    () -> {
                      throw new IllegalStateException("as it was thrown");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("as it was thrown");
  }

  @Test
  void losesNothingOfWhatNativeCodeSaysBeforeItAborts() throws Exception {
    assertThat(ChildJvm.runUntilItDies(Aborting.class))
        .contains("F0000 env.cc:74] Check failed: no thread can be created");
  }

  @Test
  @Timeout(60)
  void waitsForNoProcessThatWasStartedMeanwhile() throws Exception {
    List<Process> started = new ArrayList<>();
    StandardErrorFilter.during(
        () -> {
          try {
            started.add(
                new ProcessBuilder("sleep", "600")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThat(started).singleElement().matches(Process::isAlive);
    started.get(0).destroyForcibly().waitFor();
  }

  /** Dies as native code does that finds something wrong. */
  static final class Aborting {
    private Aborting() {}

    public static void main(String[] arguments) {
      StandardErrorFilter.during(
          () -> {
            Program.write("F0000 env.cc:74] Check failed: no thread can be created\n");
            Function.getFunction(Platform.C_LIBRARY_NAME, "abort").invokeVoid(new Object[0]);
          });
    }
  }

  /** Writes to standard error before, during and after. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      write("before\n");
      StandardErrorFilter.during(
          () -> {
            write(
                "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n");
            write("a line of another thread, with umlauts: äöü\n");
            write("I0000 pass.cc:401] MLIR V1 optimization pass is not enabled\n");
            write("no newline at the end, ");
          });
      write("after\n");
    }

    private static void write(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      System.err.write(bytes, 0, bytes.length);
      System.err.flush();
    }
  }
}
