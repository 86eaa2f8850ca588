package dev.gymbridge.remote.lane;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.remote.session.LaneConnector.Lane;
import dev.gymbridge.remote.session.SessionEnds;
import dev.gymbridge.remote.session.SessionTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * A session over a Unix socket: the caller's thread writes and reads, in buffers that are kept.
 *
 * <p>A wait that takes too long is ended by {@link Deadlines}, which close the socket under it.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class LaneTransport implements SessionTransport {
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int LEAST_CAPACITY = 64 << 10;
  private static final long NONE = 0;

  private final Lane lane;
  private final LaneSocket socket;
  private ByteBuffer out = buffer(LEAST_CAPACITY);
  private ByteBuffer in = buffer(LEAST_CAPACITY);
  private long sentAt;
  private Duration timeLimit = Duration.ZERO;

  /** In nanoseconds of {@link Deadlines#now}; never 0 but for none. */
  private volatile long deadline = NONE;

  private volatile boolean late;
  private volatile boolean closed;

  private LaneTransport(Lane lane, LaneSocket socket) {
    this.lane = lane;
    this.socket = socket;
  }

  /**
   * Connects, and shows the secret.
   *
   * @throws IOException if nobody waits there, or this platform has no such sockets
   */
  public static SessionTransport connect(Lane lane) throws IOException {
    LaneSocket socket = LaneSocket.connect(lane.socket(), lane.secret().duplicate());
    LaneTransport transport = new LaneTransport(lane, socket);
    Deadlines.watch(transport);
    return transport;
  }

  private static ByteBuffer buffer(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String server() {
    return lane.server();
  }

  @Override
  public ByteBuffer request(int size) {
    int needed = Math.addExact(LENGTH_BYTES, size);
    if (out.capacity() < needed) {
      out = buffer(needed);
    }
    return out.clear().putInt(size).limit(needed);
  }

  @Override
  public void send(Duration limit) {
    sentAt = Deadlines.now();
    waitAtMost(limit);
    out.position(0);
    try {
      socket.write(out);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  @Override
  public ByteBuffer receive(Duration limit) {
    waitAtMost(limit);
    try {
      return read();
    } catch (IOException e) {
      throw ended(e);
    } finally {
      deadline = NONE;
    }
  }

  private ByteBuffer read() throws IOException {
    in.clear();
    fill(LENGTH_BYTES);
    int length = in.getInt(0);
    if (length < 0 || length > lane.maxMessageBytes() - LENGTH_BYTES) {
      throw breach(
          "announced a reply of %d bytes, of which at most %d are accepted"
              .formatted(Integer.toUnsignedLong(length), lane.maxMessageBytes() - LENGTH_BYTES));
    }
    int end = LENGTH_BYTES + length;
    fill(end);
    if (in.position() > end) {
      throw breach("sent more than the one reply that was asked for");
    }
    return in.flip().position(LENGTH_BYTES);
  }

  /** Reads until there are so many bytes; the buffer grows with what came, not with a promise. */
  private void fill(int end) throws IOException {
    while (in.position() < end) {
      if (!in.hasRemaining()) {
        ByteBuffer larger = buffer((int) Math.min(end, 2L * in.capacity()));
        in = larger.put(in.flip());
      }
      socket.read(in);
    }
  }

  private void waitAtMost(Duration limit) {
    timeLimit = limit;
    deadline = (sentAt + limit.toNanos()) | 1;
  }

  /** Called by the thread of the deadlines. */
  void endIfOver(long now) {
    long last = deadline;
    if (last != NONE && now - last > 0) {
      late = true;
      shut();
    }
  }

  private ServerUnavailableException breach(String what) {
    closed = true;
    shut();
    return new ServerUnavailableException(
        "%s %s; it does not keep to the protocol, and the session is over"
            .formatted(server(), what));
  }

  /** What it means that nothing can be written or read any more. */
  private EnvironmentException ended(IOException cause) {
    deadline = NONE;
    shut();
    if (late) {
      return SessionEnds.timedOut(server(), timeLimit);
    }
    if (closed) {
      return SessionEnds.closed(server());
    }
    if (Thread.currentThread().isInterrupted()) {
      return SessionEnds.interrupted(server());
    }
    EnvironmentException end = lane.end().get();
    end.addSuppressed(cause);
    return end;
  }

  private void shut() {
    Deadlines.forget(this);
    socket.close();
  }

  @Override
  public void close() {
    closed = true;
    shut();
  }
}
