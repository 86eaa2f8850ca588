package dev.gymbridge.remote.lane;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A connected socket whose reads look for what comes soon, as {@link Vigil} says, and then block.
 *
 * <p>Used by one thread; {@link #close} may come from another, and ends what is under way.
 */
final class LaneSocket implements AutoCloseable {
  private final SocketChannel channel;
  private final Vigil vigil = new Vigil();

  private LaneSocket(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects, and sends the first bytes.
   *
   * @throws IOException if nobody waits there, or this platform has no such sockets
   */
  static LaneSocket connect(Path path, ByteBuffer first) throws IOException {
    SocketChannel channel;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (UnsupportedOperationException e) {
      throw new IOException("this platform has no Unix sockets", e);
    }
    LaneSocket socket = new LaneSocket(channel);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
      socket.write(first);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Writes all bytes, waiting where they find no room. */
  void write(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      channel.configureBlocking(true);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /**
   * Waits for bytes, and appends at least one.
   *
   * @throws EOFException if no more will come
   */
  void read(ByteBuffer bytes) throws IOException {
    int count = 0;
    // Only the read that blocks is ended by an interrupt.
    if (vigil.begins() && !Thread.currentThread().isInterrupted()) {
      channel.configureBlocking(false);
      count = look(bytes);
    }
    if (count == 0) {
      channel.configureBlocking(true);
      count = channel.read(bytes);
    }
    if (count < 0) {
      throw new EOFException("the lane ended");
    }
  }

  /** Looks for a while, and lets others have the core meanwhile; returns 0 if nothing came. */
  @SuppressWarnings("ThreadPriorityCheck") // A hint: whatever the scheduler does, the look ends.
  private int look(ByteBuffer bytes) throws IOException {
    long start = System.nanoTime();
    long nanos = 0;
    long longestTurn = 0;
    int count = channel.read(bytes);
    while (count == 0 && nanos < Vigil.NANOS && longestTurn < Vigil.LOST_NANOS) {
      Thread.yield();
      count = channel.read(bytes);
      long now = System.nanoTime() - start;
      longestTurn = Math.max(longestTurn, now - nanos);
      nanos = now;
    }
    vigil.took(nanos, longestTurn);
    return count;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed all the same, and nothing that was sent is still wanted.
    }
  }
}
