package dev.gymbridge.report;

import dev.gymbridge.run.Moment;
import java.awt.AWTError;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationTargetException;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/**
 * A window that shows episodes: the frame, beside it what the agent thinks each action is worth,
 * and in the title how far the episode is.
 *
 * <pre>{@code
 * try (EpisodeWindow window = new EpisodeWindow("CartPole-v1", 50)) {
 *   for (int i = 1; !window.isClosed(); i += window.takesAgain() ? 0 : 1) {
 *     window.begin(i);
 *     episode.play(seed + i, window::show, () -> false); // at the pace of the frames
 *   }
 * }
 * }</pre>
 *
 * <p>The person in front of it has the keys of {@link #KEYS}. The picture keeps its proportions
 * when the window is resized. Used by one thread, which need not be Swing's; {@link #close} by any.
 */
public final class EpisodeWindow implements AutoCloseable {
  /** What the keys do, in a line. */
  public static final String KEYS =
      "space pauses, n shows the next episode, r this one again, + and - change the speed,"
          + " Esc or q ends";

  private static final int SMALLEST_SIDE = 400;
  private static final double LARGEST_SHARE_OF_SCREEN = 0.85;

  private final String subject;
  private final Playback playback;
  private final FramePicture picture;
  private final ActionBars bars;
  private final JFrame window;
  private long episode = 1;
  private String title; // of the frame shown, without the pace; Swing's thread alone uses it
  private boolean visible;

  /**
   * A window that appears with its first frame.
   *
   * @param subject what is shown, such as environment and run: the title begins with it
   * @param framesPerSecond at which {@link #show} lets frames pass; 0 for as they come
   * @throws IllegalStateException if no window can be opened; ask {@link #available} before
   */
  public EpisodeWindow(String subject, double framesPerSecond) {
    playback = new Playback(framesPerSecond);
    if (!available()) {
      throw new IllegalStateException(
          "no window can be opened: there is no display (on Linux DISPLAY must name one, and the"
              + " JDK must not be the headless one); record a GIF instead");
    }
    this.subject = subject;
    title = subject;
    picture = new FramePicture();
    bars = new ActionBars();
    window = onSwingThread(this::build);
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

  private JFrame build() {
    JFrame frame = new JFrame(subject);
    frame.setIconImages(WindowIcon.images());
    frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    frame.add(picture, BorderLayout.CENTER);
    frame.add(bars, BorderLayout.EAST);
    frame.addKeyListener(
        new KeyAdapter() {
          @Override
          public void keyTyped(KeyEvent event) {
            playback.press(event.getKeyChar());
            frame.setTitle(title + playback.remark());
            if (playback.ended()) {
              frame.dispose();
            }
          }
        });
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            playback.end();
          }
        });
    return frame;
  }

  /** Says which episode the moments to come are of, counted from 1. */
  public void begin(long newEpisode) {
    episode = newEpisode;
    playback.takeWish(); // it was of the episode before
  }

  /**
   * Shows a moment when its time has come.
   *
   * @return false if the episode is not wanted any more: the window was closed, or {@link
   *     #takesAgain} says which episode is
   */
  public boolean show(Moment moment) {
    boolean wanted = playback.awaitTurn();
    if (wanted) {
      BufferedImage image = moment.frame().toImage();
      String progress =
          " · episode %d · step %,d · return %s"
              .formatted(episode, moment.step(), Numbers.score(moment.episodeReturn()));
      SwingUtilities.invokeLater(() -> display(image, moment.values(), subject + progress));
    }
    return wanted;
  }

  /** Whether the person wants the episode that was shown again, rather than the next. */
  public boolean takesAgain() {
    return playback.takeWish() == Playback.Wish.AGAIN;
  }

  private void display(BufferedImage image, float[] values, String newTitle) {
    if (playback.ended()) {
      return;
    }
    title = newTitle;
    picture.set(image);
    bars.set(values);
    window.setTitle(title + playback.remark());
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

  boolean isPaused() {
    return playback.isPaused();
  }

  /** Whether the window was closed, by the person in front of it or by {@link #close}. */
  public boolean isClosed() {
    return playback.ended();
  }

  /** Closes the window, also while a frame waits for its time; a second call does nothing. */
  @Override
  public void close() {
    playback.end();
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
