package dev.gymbridge.cli;

import dev.gymbridge.testkit.Focus;
import java.awt.Frame;
import java.awt.IllegalComponentStateException;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command that opens a window, and looks at it: once the picture has moved it says so with
 * the window's title, and presses q where its first argument is {@code quit}.
 */
final class WatchTrial {
  private static final int WAIT_SECONDS = 60;

  private WatchTrial() {}

  public static void main(String[] args) throws Exception {
    String[] command = Arrays.copyOfRange(args, 1, args.length);
    new Thread(() -> Main.main(command), "command").start();
    Frame window = window();
    Focus.await(window);
    Robot robot = new Robot();
    Rectangle place = place(window);
    BufferedImage first = robot.createScreenCapture(place);
    while (same(first, robot.createScreenCapture(place))) {
      Thread.sleep(5);
    }
    System.out.println("moved: " + window.getTitle());
    if (args[0].equals("quit")) {
      robot.keyPress(KeyEvent.VK_Q);
      robot.keyRelease(KeyEvent.VK_Q);
    }
  }

  private static Frame window() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (System.nanoTime() < end) {
      for (Frame frame : Frame.getFrames()) {
        if (frame.isShowing()) {
          return frame;
        }
      }
      Thread.sleep(5);
    }
    throw new IllegalStateException("no window came");
  }

  /** A window may show a moment before it has a place; the test's time bounds it. */
  private static Rectangle place(Frame window) throws InterruptedException {
    while (true) {
      try {
        return new Rectangle(window.getLocationOnScreen(), window.getSize());
      } catch (IllegalComponentStateException noneYet) {
        Thread.sleep(5);
      }
    }
  }

  private static boolean same(BufferedImage one, BufferedImage other) {
    int width = one.getWidth();
    int height = one.getHeight();
    return Arrays.equals(
        one.getRGB(0, 0, width, height, null, 0, width),
        other.getRGB(0, 0, width, height, null, 0, width));
  }
}
