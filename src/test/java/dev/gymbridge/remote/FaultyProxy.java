package dev.gymbridge.remote;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a client and a server, and spoils what the server says next on the connections
 * that are open when it is told to; later connections are whole.
 */
final class FaultyProxy implements AutoCloseable {
  /** What becomes of what the server says. */
  enum Fault {
    /** It arrives 300 ms late. */
    DELAY,
    /** The connection ends instead. */
    CUT,
    /** Half of it arrives, then the connection ends. */
    TRUNCATE,
    /** Each bit of it is turned. */
    CORRUPT,
    /** It vanishes, with all that comes after it, and the connection stays. */
    BLACK_HOLE
  }

  private final ServerSocketChannel listening;
  private final SocketAddress server;
  private final Queue<Link> links = new ConcurrentLinkedQueue<>();

  /** In front of a server, at an address of the same kind. */
  FaultyProxy(SocketAddress address, SocketAddress server) throws IOException {
    this.server = server;
    listening = open(address);
    listening.bind(address);
    start("accept", this::accept);
  }

  private static ServerSocketChannel open(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        : ServerSocketChannel.open();
  }

  SocketAddress address() throws IOException {
    return listening.getLocalAddress();
  }

  /** Spoils what comes next on each connection that is open now. */
  void meets(Fault fault) {
    links.forEach(link -> link.fault = fault);
  }

  /** A part of the work, that ends quietly with the channels. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException closed) {
                // One of both sides is gone, or the proxy is closed.
              }
            },
            "proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Link link = new Link(listening.accept(), SocketChannel.open(server));
      links.add(link);
      start("to-server", link::toServer);
      start("to-client", link::toClient);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Link link : links) {
      link.end();
    }
  }

  private static final class Link {
    private final SocketChannel client;
    private final SocketChannel server;
    private volatile Fault fault;

    Link(SocketChannel client, SocketChannel server) {
      this.client = client;
      this.server = server;
    }

    void toServer() throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(65_536);
      try {
        while (client.read(bytes.clear()) >= 0) {
          if (fault != Fault.BLACK_HOLE) {
            write(server, bytes.flip());
          }
        }
      } finally {
        end();
      }
    }

    void toClient() throws IOException, InterruptedException {
      ByteBuffer bytes = ByteBuffer.allocate(65_536);
      try {
        while (server.read(bytes.clear()) >= 0) {
          if (!pass(bytes.flip())) {
            return;
          }
        }
      } finally {
        end();
      }
    }

    /** Returns false if this was the last of the connection. */
    private boolean pass(ByteBuffer bytes) throws IOException, InterruptedException {
      Fault met = fault;
      if (met == Fault.BLACK_HOLE) {
        return true;
      }
      fault = null;
      if (met == Fault.CUT) {
        return false;
      }
      if (met == Fault.DELAY) {
        TimeUnit.MILLISECONDS.sleep(300);
      } else if (met == Fault.CORRUPT) {
        for (int i = 0; i < bytes.limit(); i++) {
          bytes.put(i, (byte) ~bytes.get(i));
        }
      } else if (met == Fault.TRUNCATE) {
        bytes.limit(bytes.limit() / 2);
      }
      write(client, bytes);
      return met != Fault.TRUNCATE;
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    void end() throws IOException {
      client.close();
      server.close();
    }
  }
}
