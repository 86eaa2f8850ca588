package dev.gymbridge.report;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks, without AWT, whether an X11 display answers.
 *
 * <p>AWT itself must not be asked: once it has failed to reach a display it draws nothing any more
 * in this JVM, not even into a picture.
 */
final class X11Display {
  private static final int TCP_BASE_PORT = 6000;
  private static final int TIMEOUT_MILLIS = 1000;

  private X11Display() {}

  /** Whether AWT would fail here: it would use X11, and cannot. */
  static boolean isBroken() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (os.contains("mac") || os.contains("windows")) {
      return false;
    }
    String display = System.getenv("DISPLAY");
    return display != null && !display.isBlank() && !(javaHasX11() && answers(display));
  }

  /** Whether this Java is not one of those without windows. */
  private static boolean javaHasX11() {
    Path libraries = Path.of(System.getProperty("java.home", ""), "lib");
    return !Files.exists(libraries.resolve("libawt.so"))
        || Files.exists(libraries.resolve("libawt_xawt.so"));
  }

  /**
   * Whether a server listens at a display.
   *
   * @param display as in the environment variable: {@code [host]:number[.screen]}
   */
  static boolean answers(String display) {
    int colon = display.lastIndexOf(':');
    Integer number = colon < 0 ? null : numberIn(display.substring(colon + 1));
    if (number == null) {
      return true; // some other form: let AWT judge
    }
    String host = display.substring(0, colon);
    if (host.isEmpty() || host.equals("unix")) {
      return answersAt(Path.of("/tmp/.X11-unix/X" + number)) || answersAt("localhost", number);
    }
    return host.startsWith("/") || answersAt(host, number);
  }

  private static @Nullable Integer numberIn(String text) {
    int dot = text.indexOf('.');
    String number = dot < 0 ? text : text.substring(0, dot);
    return number.matches("[0-9]{1,5}") ? Integer.valueOf(number) : null;
  }

  private static boolean answersAt(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean answersAt(String host, int number) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, TCP_BASE_PORT + number), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
