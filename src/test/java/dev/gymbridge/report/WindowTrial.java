package dev.gymbridge.report;

import dev.gymbridge.env.Frame;
import dev.gymbridge.run.Moment;
import dev.gymbridge.testkit.Focus;
import java.awt.Component;
import java.awt.Robot;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;

/**
 * Opens windows on a real display, presses keys, looks at the pixels, and prints what it found as
 * properties. A program of its own, since the JVM of the tests has no display.
 */
final class WindowTrial {
  private static final int RED = 0xFFFF0000;
  private static final int GREEN = 0xFF00FF00;
  private static final int WAIT_SECONDS = 20;

  private final Properties found = new Properties();
  private final Robot robot;
  private final EpisodeWindow window = new EpisodeWindow("CartPole-v1 · one-run", 0);
  private final JFrame frame = (JFrame) JFrame.getFrames()[0];

  private WindowTrial() throws Exception {
    robot = new Robot();
  }

  public static void main(String[] args) throws Exception {
    try {
      WindowTrial trial = new WindowTrial();
      trial.look();
      trial.press();
      trial.found.store(System.out, null);
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace(System.out);
      System.exit(1); // windows that are open would hold the program
    }
  }

  private void look() throws Exception {
    window.begin(2);
    window.show(moment(12));
    Focus.await(frame);
    found.setProperty("title", frame.getTitle());
    found.setProperty("icons", "" + frame.getIconImages().size());
    Component picture = frame.getContentPane().getComponent(0);
    await(() -> colours(picture).contains("ff0000"));
    found.setProperty("colours", colours(picture));
    Component bars = frame.getContentPane().getComponent(1);
    found.setProperty(
        "bars",
        widest(bars, ActionBars.OTHER.getRGB()) + " " + widest(bars, ActionBars.BEST.getRGB()));
    SwingUtilities.invokeAndWait(
        () -> {
          frame.setSize(1000, 250);
          frame.validate();
        });
    await(() -> colours(picture).contains("000000"));
    found.setProperty("colours when resized", colours(picture));
  }

  private void press() throws Exception {
    type(KeyEvent.VK_SPACE, () -> window.isPaused());
    CompletableFuture<Boolean> paused =
        CompletableFuture.supplyAsync(() -> window.show(moment(13)));
    await(() -> frame.getTitle().endsWith("paused"));
    found.setProperty("shown while paused", "" + paused.isDone());
    type(KeyEvent.VK_SPACE, () -> !window.isPaused());
    found.setProperty("shown after the pause", "" + paused.get(WAIT_SECONDS, TimeUnit.SECONDS));
    type(KeyEvent.VK_EQUALS, () -> frame.getTitle().endsWith("x2"));
    type(KeyEvent.VK_MINUS, () -> !frame.getTitle().contains(" · x"));
    type(KeyEvent.VK_MINUS, () -> frame.getTitle().endsWith("x1/2"));
    found.setProperty("slow title", frame.getTitle());
    type(KeyEvent.VK_N, () -> !window.show(moment(14)));
    found.setProperty("after n", window.takesAgain() ? "again" : "next");
    type(KeyEvent.VK_R, () -> !window.show(moment(15)));
    found.setProperty("after r", window.takesAgain() ? "again" : "next");
    type(KeyEvent.VK_ESCAPE, window::isClosed);
    await(() -> !frame.isDisplayable());
    found.setProperty("shown after Esc", "" + window.show(moment(16)));

    try (EpisodeWindow other = new EpisodeWindow("other", 0)) {
      JFrame second = (JFrame) JFrame.getFrames()[1];
      other.show(moment(1));
      await(second::isShowing);
      second.dispatchEvent(new WindowEvent(second, WindowEvent.WINDOW_CLOSING));
      await(other::isClosed);
      await(() -> !second.isDisplayable());
      found.setProperty("shown after closing", "" + other.show(moment(2)));
    }
  }

  /** A picture of 60 x 40, its left half red, its right half green. */
  private static Moment moment(int step) {
    BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 60 * 40; i++) {
      image.setRGB(i % 60, i / 60, i % 60 < 30 ? RED : GREEN);
    }
    return new Moment(Frame.of(image), step, step, new float[] {1, 1.5f, 3});
  }

  private void type(int key, BooleanSupplier done) throws InterruptedException {
    robot.keyPress(key);
    robot.keyRelease(key);
    await(done);
  }

  private BufferedImage capture(Component component) {
    return robot.createScreenCapture(
        new java.awt.Rectangle(component.getLocationOnScreen(), component.getSize()));
  }

  /** Each colour that is seen, in order. */
  private String colours(Component component) {
    BufferedImage image = capture(component);
    return pixels(image)
        .distinct()
        .sorted()
        .mapToObj(rgb -> String.format("%06x", rgb & 0xFFFFFF))
        .collect(Collectors.joining(" "));
  }

  private static IntStream pixels(BufferedImage image) {
    int width = image.getWidth();
    return IntStream.range(0, width * image.getHeight())
        .map(i -> image.getRGB(i % width, i / width));
  }

  /** Pixels of a colour in the row that has most of them. */
  private int widest(Component component, int rgb) {
    BufferedImage image = capture(component);
    return IntStream.range(0, image.getHeight())
        .map(
            y ->
                (int)
                    IntStream.range(0, image.getWidth())
                        .filter(x -> image.getRGB(x, y) == rgb)
                        .count())
        .max()
        .orElse(0);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("what was waited for did not come");
      }
      Thread.sleep(10);
    }
  }
}
