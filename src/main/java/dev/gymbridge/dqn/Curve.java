package dev.gymbridge.dqn;

/** How something goes from its start to its end. */
public enum Curve {
  /** In a straight line. */
  LINEAR,
  /** Slowly, fast, and slowly again: along half a period of a cosine. */
  COSINE,
  /**
   * The slower the nearer to its end: what is left is halved again and again, five e-folds deep.
   */
  EXPONENTIAL;

  private static final double E_FOLDS = 5;

  /**
   * How much of the way is gone.
   *
   * @param progress how much of the time is over, in [0, 1]
   * @return 0 at 0 and 1 at 1
   */
  double bend(double progress) {
    return switch (this) {
      case LINEAR -> progress;
      case COSINE -> (1 - Math.cos(Math.PI * progress)) / 2;
      case EXPONENTIAL -> (1 - Math.exp(-E_FOLDS * progress)) / (1 - Math.exp(-E_FOLDS));
    };
  }
}
