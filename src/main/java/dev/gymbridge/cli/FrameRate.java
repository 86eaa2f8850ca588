package dev.gymbridge.cli;

import dev.gymbridge.env.Environment;

/** How fast the pictures of an environment follow each other. */
final class FrameRate {
  private static final double USUAL_FRAMES_PER_SECOND = 30;

  private FrameRate() {}

  /** Frames a second for which the drawing is meant. */
  static double of(Environment environment) {
    return environment.spec().renderFps().orElse(USUAL_FRAMES_PER_SECOND);
  }
}
