package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class EpisodeWindowTest {
  @Test
  @EnabledIfSystemProperty(named = "java.awt.headless", matches = "true")
  void saysThatThereIsNoDisplay() {
    assertThat(EpisodeWindow.available()).isFalse();
    assertThatThrownBy(() -> new EpisodeWindow("CartPole-v1", 50))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no window can be opened: there is no display")
        .hasMessageEndingWith("record a GIF instead");
  }

  @Test
  void refusesANegativeRate() {
    assertThatThrownBy(() -> new EpisodeWindow("CartPole-v1", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("framesPerSecond must be at least 0, got -1.0");
  }

  @Test
  void asksTheDisplayItselfWhetherItAnswers() throws IOException {
    String display;
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int number = ((InetSocketAddress) server.getLocalAddress()).getPort() - 6000;
      display = "127.0.0.1:" + number + ".0";
      assertThat(X11Display.answers(display)).isTrue();
    }
    assertThat(X11Display.answers(display)).isFalse();
    assertThat(X11Display.answers(":59000")).isFalse();
  }

  @Test
  void leavesToAwtWhatItCannotRead() {
    assertThat(X11Display.answers("nonsense")).isTrue();
    assertThat(X11Display.answers("/private/tmp/launchd/org.xquartz:0")).isTrue();
  }
}
