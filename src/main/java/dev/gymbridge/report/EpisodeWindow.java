package dev.gymbridge.report;

import dev.gymbridge.env.Frame;
import java.awt.AWTError;
import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.locks.LockSupport;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/**
 * A window that shows the frames of episodes.
 *
 * <pre>{@code
 * try (EpisodeWindow window = new EpisodeWindow("CartPole-v1", 50)) {
 *   while (!window.isClosed()) {
 *     window.show(frame); // returns when the frame's time has come
 *   }
 * }
 * }</pre>
 *
 * <p>The picture keeps its proportions when the window is resized. Used by one thread, which need
 * not be Swing's.
 */
public final class EpisodeWindow implements AutoCloseable {
  private static final int SMALLEST_SIDE = 400;
  private static final double LARGEST_SHARE_OF_SCREEN = 0.85;

  private final JFrame window;
  private final FramePicture picture;
  private final long nanosPerFrame;
  private long nextNanos;
  private boolean visible;
  private volatile boolean closed;

  /**
   * A window that appears with its first frame.
   *
   * @param framesPerSecond at which {@link #show} lets frames pass; 0 for as they come
   * @throws IllegalStateException if no window can be opened; ask {@link #available} before
   */
  public EpisodeWindow(String title, double framesPerSecond) {
    if (!(framesPerSecond >= 0)) {
      throw new IllegalArgumentException(
          "framesPerSecond must be at least 0, got " + framesPerSecond);
    }
    if (!available()) {
      throw new IllegalStateException(
          "no window can be opened: there is no display (on Linux DISPLAY must name one, and the"
              + " JDK must not be the headless one); record a GIF instead");
    }
    nanosPerFrame = framesPerSecond == 0 ? 0 : Math.round(1e9 / framesPerSecond);
    picture = new FramePicture();
    window = onSwingThread(() -> build(title));
  }

  /**
   * Whether a window can be opened: there is a display, and it answers.
   *
   * <p>Ask before anything is drawn. Where {@code DISPLAY} names what does not answer, AWT would
   * fail for pictures too, and for good; this then sets {@code java.awt.headless}, so that pictures
   * can be drawn.
   */
  public static boolean available() {
    if (System.getProperty("java.awt.headless") == null && X11Display.isBroken()) {
      System.setProperty("java.awt.headless", "true");
    }
    try {
      return !GraphicsEnvironment.isHeadless()
          && GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices().length > 0;
    } catch (AWTError | HeadlessException | LinkageError e) {
      return false;
    }
  }

  private JFrame build(String title) {
    JFrame frame = new JFrame(title);
    frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    frame.setContentPane(picture);
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            closed = true;
          }

          @Override
          public void windowClosed(WindowEvent event) {
            closed = true;
          }
        });
    return frame;
  }

  /** Shows a frame when its time has come; does nothing once the window is closed. */
  public void show(Frame frame) {
    if (closed) {
      return;
    }
    BufferedImage image = frame.toImage();
    waitForTurn();
    SwingUtilities.invokeLater(() -> display(image));
  }

  private void waitForTurn() {
    if (nanosPerFrame == 0) {
      return;
    }
    long now = System.nanoTime();
    // After a pause, of an env step that took long for example, nothing is to be caught up.
    if (nextNanos == 0 || now - nextNanos > nanosPerFrame) {
      nextNanos = now;
    }
    while (nextNanos - System.nanoTime() > 0
        && !closed
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(nextNanos - System.nanoTime());
    }
    nextNanos += nanosPerFrame;
  }

  private void display(BufferedImage image) {
    if (closed) {
      return;
    }
    picture.set(image);
    if (!visible) {
      visible = true;
      picture.setPreferredSize(preferredSize(image));
      window.pack();
      window.setLocationRelativeTo(null);
      window.setVisible(true);
    }
  }

  /** Whole multiples of small pictures; what is larger than the screen is made to fit. */
  private Dimension preferredSize(BufferedImage image) {
    Dimension screen = window.getToolkit().getScreenSize();
    double fit =
        LARGEST_SHARE_OF_SCREEN
            * Math.min(
                screen.getWidth() / image.getWidth(), screen.getHeight() / image.getHeight());
    double grow = Math.ceil((double) SMALLEST_SIDE / Math.max(image.getWidth(), image.getHeight()));
    double scale = Math.min(fit, Math.max(1, grow));
    return new Dimension(
        (int) Math.round(image.getWidth() * scale), (int) Math.round(image.getHeight() * scale));
  }

  /** Changes the title; such as to the episode and its return so far. */
  public void setTitle(String title) {
    SwingUtilities.invokeLater(() -> window.setTitle(title));
  }

  /** Whether the window was closed, by the person in front of it or by {@link #close}. */
  public boolean isClosed() {
    return closed;
  }

  /** Closes the window; a second call does nothing. */
  @Override
  public void close() {
    closed = true;
    SwingUtilities.invokeLater(window::dispose);
  }

  private interface Built {
    JFrame get();
  }

  private static JFrame onSwingThread(Built built) {
    JFrame[] result = new JFrame[1];
    try {
      SwingUtilities.invokeAndWait(() -> result[0] = built.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while opening a window", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("no window can be opened: " + e.getCause(), e);
    }
    return result[0];
  }
}
