package dev.gymbridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackgroundWriterTest {
  private final BackgroundWriter writer = new BackgroundWriter();
  private final List<Integer> written = new ArrayList<>();

  @AfterEach
  void close() {
    writer.close();
  }

  @Test
  void writesOneAfterAnotherWhileWhoHandsOverGoesOn() {
    CountDownLatch goesOn = new CountDownLatch(1);
    writer.write(
        () -> {
          awaitUninterrupted(goesOn);
          written.add(1);
        });
    writer.write(() -> written.add(2));
    goesOn.countDown();
    writer.write(() -> written.add(3));
    writer.await();
    assertThat(written).containsExactly(1, 2, 3);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void throwsWhatFailedAtWhoHandsOverTheNextOrWaits() {
    writer.write(
        () -> {
          throw new IllegalStateException("the disk is full");
        });
    assertThatThrownBy(writer::await).hasMessage("the disk is full");
    writer.write(() -> written.add(1));
    writer.await();
    assertThat(written).containsExactly(1);
  }

  @Test
  void writesWhatWasHandedOverBeforeItIsClosed() {
    writer.write(() -> written.add(1));
    writer.write(() -> written.add(2));
    writer.close();
    assertThat(written).containsExactly(1, 2);
  }
}
