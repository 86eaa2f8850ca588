package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Commands in a JVM of their own, which are sent signals. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class InterruptionTest {
  private Process process;

  /** What a command does; each says when it has begun. */
  enum Work {
    NEVER_ASKS {
      @Override
      void run(Interruption interruption) throws InterruptedException {
        interruption.closeOnExit(() -> System.out.println("closed"));
        begin();
        new CountDownLatch(1).await();
      }
    },
    ASKS_WHETHER_IT_IS_TO_END {
      @Override
      void run(Interruption interruption) {
        interruption.closeOnExit(() -> System.out.println("closed"));
        begin();
        while (!interruption.requested()) {
          pause(5);
        }
        pause(200);
        System.out.println("said what there is");
      }
    },
    SAVES_WHEN_ASKED {
      @Override
      void run(Interruption interruption) {
        interruption.endingWell(
            () -> {
              begin();
              while (!interruption.requested()) {
                pause(5);
              }
              pause(1_200);
              System.out.println("saved");
            });
      }
    },
    WAITS_FOR_A_SERVER {
      @Override
      void run(Interruption interruption) {
        CountDownLatch answer = new CountDownLatch(1);
        interruption.closeOnExit(
            () -> {
              System.out.println("closed");
              answer.countDown();
            });
        interruption.endingWell(
            () -> {
              begin();
              try {
                answer.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              System.out.println("saved");
            });
      }
    },
    NEVER_ENDS {
      @Override
      void run(Interruption interruption) {
        interruption.endingWell(
            () -> {
              begin();
              while (!interruption.requested()) {
                pause(5);
              }
              System.out.println("asked");
              pause(600_000);
            });
      }
    },
    ENDS_BY_ITSELF {
      @Override
      void run(Interruption interruption) {
        interruption.closeOnExit(() -> System.out.println("closed last"));
        interruption.closeOnExit(() -> System.out.println("closed first"));
        begin();
      }
    };

    /** No command may wait this long for what there is nothing to wait for. */
    private static final Duration LONG = Duration.ofMinutes(10);

    abstract void run(Interruption interruption) throws InterruptedException;

    /** Whether only the end of a moment ends it. */
    private boolean isNeverLeft() {
      return this == WAITS_FOR_A_SERVER || this == NEVER_ENDS;
    }

    static void begin() {
      System.out.println("begun");
    }

    static void pause(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Does the work that is named. */
    public static void main(String[] args) throws InterruptedException {
      Work work = valueOf(args[0]);
      try (Interruption interruption =
          work.isNeverLeft() ? Interruption.install() : Interruption.install(LONG)) {
        work.run(interruption);
      }
      System.out.println("over");
    }
  }

  private BufferedReader start(Work work) throws IOException {
    process =
        new ProcessBuilder(JavaCommand.ofMain(Work.class, work.name()))
            .redirectErrorStream(true)
            .start();
    BufferedReader out = process.inputReader();
    assertThat(out.readLine()).isEqualTo("begun");
    return out;
  }

  private List<String> rest(BufferedReader out) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      lines.add(line);
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return lines;
  }

  @AfterEach
  void leavesNothingRunning() {
    process.destroyForcibly();
  }

  @Test
  void endsAtOnceACommandThatNeverAsks() throws Exception {
    BufferedReader out = start(Work.NEVER_ASKS);
    process.toHandle().destroy();
    assertThat(rest(out)).containsExactly("closed");
    assertThat(process.exitValue()).isEqualTo(130);
  }

  @Test
  void letsACommandThatAsksSayItsLastWords() throws Exception {
    BufferedReader out = start(Work.ASKS_WHETHER_IT_IS_TO_END);
    process.toHandle().destroy();
    assertThat(rest(out)).startsWith("said what there is").contains("closed");
    assertThat(process.exitValue()).isEqualTo(130);
  }

  @Test
  void waitsForWhatIsBeingSaved() throws Exception {
    BufferedReader out = start(Work.SAVES_WHEN_ASKED);
    process.toHandle().destroy();
    assertThat(rest(out)).startsWith("saved");
    assertThat(process.exitValue()).isEqualTo(130);
  }

  @Test
  void closesTheConnectionUnderAWaitSoThatSomethingCanBeSaved() throws Exception {
    BufferedReader out = start(Work.WAITS_FOR_A_SERVER);
    process.toHandle().destroy();
    assertThat(rest(out)).startsWith("closed", "saved");
    assertThat(process.exitValue()).isEqualTo(130);
  }

  @Test
  void endsAtTheSecondSignalWhateverIsBeingSaved() throws Exception {
    BufferedReader out = start(Work.NEVER_ENDS);
    process.toHandle().destroy();
    assertThat(out.readLine()).isEqualTo("asked");
    process.toHandle().destroy();
    // Without the second it would give up after 30 s, and say so.
    assertThat(rest(out)).isEmpty();
    assertThat(process.exitValue()).isEqualTo(130);
  }

  @Test
  void closesWhatIsOpenWhenTheCommandIsOverTheLastFirst() throws Exception {
    BufferedReader out = start(Work.ENDS_BY_ITSELF);
    assertThat(rest(out)).containsExactly("closed first", "closed last", "over");
    assertThat(process.exitValue()).isZero();
  }
}
