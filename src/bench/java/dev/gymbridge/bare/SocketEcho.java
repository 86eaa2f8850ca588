package dev.gymbridge.bare;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A blocking Unix socket. */
final class SocketEcho implements Bare.Echo {
  private final SocketChannel channel;
  private final ByteBuffer message = ByteBuffer.allocateDirect(Bare.MESSAGE_BYTES);

  SocketEcho(String path) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  @Override
  public void roundTrip() throws IOException {
    message.clear();
    while (message.hasRemaining()) {
      channel.write(message);
    }
    message.clear();
    while (message.hasRemaining()) {
      if (channel.read(message) < 0) {
        throw new EOFException("the echo server has gone");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
