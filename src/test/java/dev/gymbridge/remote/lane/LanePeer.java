package dev.gymbridge.remote.lane;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.remote.session.LaneConnector.Lane;
import dev.gymbridge.remote.session.SessionTransport;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The other end of one lane, whose every byte a test chooses. */
final class LanePeer implements AutoCloseable {
  static final byte[] SECRET = new byte[32];
  static final String END = "the process of Fuzz-v0 died of signal 11 (SIGSEGV) in step 680";

  private final SessionTransport transport;
  private final SocketChannel channel;

  private LanePeer(SessionTransport transport, SocketChannel channel) {
    this.transport = transport;
    this.channel = channel;
  }

  static LanePeer open(Path directory, int maxMessageBytes) throws IOException {
    Path socket = directory.resolve("lane");
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));
      SessionTransport transport =
          LaneTransport.connect(
              new Lane(
                  "the server at x:1",
                  socket,
                  ByteBuffer.wrap(SECRET),
                  maxMessageBytes,
                  () -> new EnvironmentException(END)));
      return new LanePeer(transport, listening.accept());
    }
  }

  SessionTransport transport() {
    return transport;
  }

  /** What the client sent, of which there must be so many bytes. */
  byte[] read(int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("the client is gone");
      }
    }
    return bytes.array();
  }

  /** A request with its length before it, as the lane wants it. */
  byte[] readMessage() throws IOException {
    int length = ByteBuffer.wrap(read(4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return read(length);
  }

  void write(byte... bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** A message with its length before it. */
  static byte[] framed(byte... message) {
    return ByteBuffer.allocate(4 + message.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(message.length)
        .put(message)
        .array();
  }

  void hangUp() throws IOException {
    channel.close();
  }

  @Override
  public void close() throws IOException {
    transport.close();
    channel.close();
  }
}
