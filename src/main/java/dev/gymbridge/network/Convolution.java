package dev.gymbridge.network;

/** The convolutions that a picture passes before the fully connected layers. */
public enum Convolution {
  /** None: the observation is taken as a row of numbers. */
  NONE(1),
  /** Those of Mnih et al. 2015: 32 of 8x8 in steps of 4, 64 of 4x4 in steps of 2, 64 of 3x3. */
  NATURE(36),
  /** That of Young and Tian 2019 for MinAtar: 16 of 3x3. */
  MINATAR(3);

  private final int smallestSide;

  Convolution(int smallestSide) {
    this.smallestSide = smallestSide;
  }

  /**
   * What suits an observation: convolutions for a picture of bytes that is large enough for them,
   * those of Mnih et al. from 36 pixels a side.
   */
  public static Convolution forObservation(ObservationShape observation) {
    if (!observation.isPicture() || !observation.isBytes()) {
      return NONE;
    }
    if (NATURE.fits(observation)) {
      return NATURE;
    }
    return MINATAR.fits(observation) ? MINATAR : NONE;
  }

  /** Whether the observation is large enough. */
  public boolean fits(ObservationShape observation) {
    return this == NONE || (observation.isPicture() && smallerSide(observation) >= smallestSide);
  }

  /** Pixels that each side of a picture must have. */
  public int smallestSide() {
    return smallestSide;
  }

  private static int smallerSide(ObservationShape picture) {
    int from = picture.channelsFirst() ? 1 : 0;
    return Math.min(picture.dimensions().get(from), picture.dimensions().get(from + 1));
  }
}
