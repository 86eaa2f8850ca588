package dev.gymbridge.remote.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.remote.session.LaneConnector.Lane;
import dev.gymbridge.remote.session.SessionTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class LaneTransportTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int MAX = 1 << 20;

  @TempDir private Path directory;
  private LanePeer peer;
  private SessionTransport lane;

  @BeforeEach
  void open() throws IOException {
    peer = LanePeer.open(directory, MAX);
    lane = peer.transport();
    assertThat(peer.read(32)).isEqualTo(LanePeer.SECRET);
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
  }

  private Path fresh() throws IOException {
    return Files.createTempDirectory(directory, "");
  }

  private void send(byte... request) {
    lane.request(request.length).put(request);
    lane.send(LONG);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void carriesMessagesOfAnySize() throws Exception {
    for (int size : new int[] {0, 1, 5, 65_531, 65_532, 65_533, 900_000, 3}) {
      byte[] message = random(size);
      CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(1));
      send(message);
      assertThat(bytes(lane.receive(LONG))).isEqualTo(message);
      echo.get(30, TimeUnit.SECONDS);
    }
  }

  private void echo(int count) {
    try {
      for (int i = 0; i < count; i++) {
        peer.write(LanePeer.framed(peer.readMessage()));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesAReplyThatComesInPieces() throws Exception {
    send((byte) 1);
    byte[] reply = LanePeer.framed(random(300));
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (byte each : reply) {
                  peer.write(each);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(bytes(lane.receive(LONG))).isEqualTo(random(300));
    writing.get(30, TimeUnit.SECONDS);
  }

  @Test
  void refusesALengthAboveTheLimitWithoutMakingRoomForIt() throws IOException {
    for (int length : new int[] {-1, MAX - 3, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      try (LanePeer other = LanePeer.open(fresh(), MAX)) {
        other.transport().request(1).put((byte) 1);
        other.transport().send(LONG);
        other.write(
            (byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24));
        assertThatThrownBy(() -> other.transport().receive(LONG))
            .isInstanceOf(ServerUnavailableException.class)
            .hasMessageContaining("announced a reply of " + Integer.toUnsignedLong(length))
            .hasMessageContaining("at most " + (MAX - 4));
      }
    }
  }

  @Test
  void refusesMoreThanOneReply() throws IOException {
    send((byte) 1);
    peer.write(Arrays.copyOf(LanePeer.framed((byte) 1, (byte) 2), 7));
    assertThatThrownBy(() -> lane.receive(LONG))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("sent more than the one reply");
  }

  @Test
  void asksWhyItEndedAfterNothingHalfALengthOrHalfAReply() throws IOException {
    for (int sent : new int[] {0, 2, 4, 9}) {
      try (LanePeer other = LanePeer.open(fresh(), MAX)) {
        other.transport().request(1).put((byte) 1);
        other.transport().send(LONG);
        other.write(Arrays.copyOf(LanePeer.framed(random(20)), sent));
        other.read(32 + 5); // what is not read would reset the connection
        other.hangUp();
        assertThatThrownBy(() -> other.transport().receive(LONG)).hasMessage(LanePeer.END);
        assertThatThrownBy(
                () -> {
                  other.transport().request(1).put((byte) 1);
                  other.transport().send(LONG);
                })
            .hasMessage(LanePeer.END);
      }
    }
  }

  @Test
  void asksWhyItEndedWhenTheConnectionIsReset() throws IOException {
    send((byte) 1);
    peer.hangUp();
    assertThatThrownBy(() -> lane.receive(LONG)).hasMessage(LanePeer.END);
  }

  @Test
  void waitsNoLongerThanItMayForAReply() {
    send((byte) 1);
    assertThatThrownBy(() -> lane.receive(SHORT))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("the server at x:1 sent no reply within 0.20 s");
  }

  @Test
  void waitsNoLongerThanItMayForARequestToBeTaken() {
    byte[] large = new byte[8 << 20];
    lane.request(large.length).put(large);
    assertThatThrownBy(() -> lane.send(SHORT))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("within 0.20 s");
  }

  @Test
  void isReleasedWhenInterrupted() throws Exception {
    send((byte) 1);
    Thread waiting = Thread.currentThread();
    CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(waiting::interrupt);
    assertThatThrownBy(() -> lane.receive(LONG))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted while waiting for the server at x:1");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void isReleasedWhenClosedByAnotherThread() {
    send((byte) 1);
    CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(lane::close);
    assertThatThrownBy(() -> lane.receive(LONG)).hasMessageContaining("the session was closed");
  }

  @Test
  void saysSoWhereNobodyListens() {
    Lane nowhere =
        new Lane(
            "x",
            directory.resolve("none"),
            ByteBuffer.wrap(LanePeer.SECRET),
            MAX,
            () -> new EnvironmentException("?"));
    assertThatThrownBy(() -> LaneTransport.connect(nowhere)).isInstanceOf(IOException.class);
  }

  /**
   * Any bytes give a reply, or an exception in words: the wait ends, and nothing else is thrown.
   */
  @Test
  void survivesAnyBytes() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      try (LanePeer other = LanePeer.open(fresh(), MAX)) {
        other.transport().request(1).put((byte) 1);
        other.transport().send(LONG);
        other.read(32 + 5);
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        if (noise.length > 4 && random.nextBoolean()) {
          noise[0] = (byte) random.nextInt(noise.length);
          noise[1] = noise[2] = noise[3] = 0;
        }
        other.write(noise);
        other.hangUp();
        try {
          ByteBuffer reply = other.transport().receive(LONG);
          assertThat(reply.remaining()).isEqualTo(noise.length - 4).isEqualTo(noise[0]);
        } catch (EnvironmentException expected) {
          assertThat(expected).hasMessageNotContaining("null");
        }
      }
    }
  }
}
