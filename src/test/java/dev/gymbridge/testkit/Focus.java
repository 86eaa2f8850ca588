package dev.gymbridge.testkit;

import java.awt.EventQueue;
import java.awt.Frame;
import java.util.concurrent.TimeUnit;

/**
 * The focus of a window on a display without a window manager, where it may be lost when shown, and
 * where the window may come up elsewhere than Java believes.
 */
public final class Focus {
  private static final int WAIT_SECONDS = 60;
  private static final int LOOKS_BEFORE_IT_IS_ASKED_FOR = 50;

  private static final int PIXELS_ASIDE = 20;

  private Focus() {}

  /**
   * Waits until the window has it, and asks for it again and again; then moves the window, after
   * which it stands where Java believes.
   */
  public static void await(Frame window) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    for (int looks = 1; !window.isFocused(); looks++) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the window got no focus in " + WAIT_SECONDS + " s");
      }
      if (looks % LOOKS_BEFORE_IT_IS_ASKED_FOR == 0) {
        EventQueue.invokeLater(
            () -> {
              window.toFront();
              window.requestFocus();
            });
      }
      Thread.sleep(10);
    }
    EventQueue.invokeAndWait(
        () -> window.setLocation(window.getX() + PIXELS_ASIDE, window.getY() + PIXELS_ASIDE));
  }
}
