package dev.gymbridge.report;

import java.util.Locale;

/**
 * The pace of frames, and what the person in front of them wants: pressed on one thread, obeyed on
 * another.
 */
final class Playback {
  /** Doublings and halvings of the speed. */
  private static final int MOST_DOUBLINGS = 4;

  /** Which episode is wanted. */
  enum Wish {
    /** This one, to its end. */
    THIS,
    NEXT,
    AGAIN,
    NONE
  }

  private final double framesPerSecond;
  private int doublings;
  private boolean paused;
  private Wish wish = Wish.THIS;
  private long nextNanos;

  /**
   * Playback at a pace.
   *
   * @param framesPerSecond 0 for as they come
   */
  Playback(double framesPerSecond) {
    if (!(framesPerSecond >= 0)) {
      throw new IllegalArgumentException(
          "framesPerSecond must be at least 0, got " + framesPerSecond);
    }
    this.framesPerSecond = framesPerSecond;
  }

  /** A key was pressed; one without a meaning does nothing. */
  synchronized void press(char key) {
    switch (key) {
      case ' ' -> paused = !paused;
      case '+', '=' -> doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
      case '-', '_' -> doublings = Math.max(doublings - 1, -MOST_DOUBLINGS);
      case 'n', 'N' -> want(Wish.NEXT);
      case 'r', 'R' -> want(Wish.AGAIN);
      case 'q', 'Q', '\u001b' -> want(Wish.NONE);
      default -> {}
    }
    notifyAll();
  }

  private void want(Wish newWish) {
    if (wish != Wish.NONE) {
      wish = newWish;
    }
  }

  /** Nothing more is wanted. */
  synchronized void end() {
    wish = Wish.NONE;
    notifyAll();
  }

  synchronized boolean isPaused() {
    return paused;
  }

  synchronized boolean ended() {
    return wish == Wish.NONE;
  }

  /** What is wanted after an episode; then it is the next one to its end. */
  synchronized Wish takeWish() {
    Wish taken = wish;
    want(Wish.THIS);
    return taken;
  }

  /** Waits until the next frame's time has come; false as soon as the episode is not wanted. */
  synchronized boolean awaitTurn() {
    long now = System.nanoTime();
    long interval = interval();
    // After a pause, of an env step that took long for example, nothing is to be caught up.
    if (nextNanos == 0 || now - nextNanos > interval) {
      nextNanos = now;
    }
    try {
      while (wish == Wish.THIS && (paused || nextNanos > System.nanoTime())) {
        if (paused) {
          wait();
          nextNanos = System.nanoTime();
        } else {
          wait(Math.max(1, (nextNanos - System.nanoTime()) / 1_000_000));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    nextNanos += interval();
    return wish == Wish.THIS;
  }

  private long interval() {
    return framesPerSecond == 0 ? 0 : Math.round(1e9 / (framesPerSecond * Math.pow(2, doublings)));
  }

  /** What a person should know of the pace: empty, or such as {@code · x2 · paused}. */
  synchronized String remark() {
    String speed =
        doublings == 0
            ? ""
            : String.format(
                Locale.ROOT, doublings > 0 ? " · x%d" : " · x1/%d", 1 << Math.abs(doublings));
    return paused ? speed + " · paused" : speed;
  }
}
