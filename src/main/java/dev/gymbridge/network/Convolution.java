package dev.gymbridge.network;

import java.util.List;

/** The convolutions that a picture passes before the fully connected layers. */
public enum Convolution {
  /** None: the observation is taken as a row of numbers. */
  NONE(),
  /** Those of Mnih et al. 2015: 32 of 8x8 in steps of 4, 64 of 4x4 in steps of 2, 64 of 3x3. */
  NATURE(new Filters(8, 4, 32), new Filters(4, 2, 64), new Filters(3, 1, 64)),
  /** That of Young and Tian 2019 for MinAtar: 16 of 3x3. */
  MINATAR(new Filters(3, 1, 16));

  @SuppressWarnings("ImmutableEnumChecker") // a List.of
  private final List<Filters> filters;

  Convolution(Filters... filters) {
    this.filters = List.of(filters);
  }

  /**
   * Filters that look at a picture side by side, without padding.
   *
   * @param side of the square that each looks at, in pixels
   * @param stride from one square to the next, in pixels
   * @param count of them, the channels that leave them
   */
  public record Filters(int side, int stride, int count) {
    /** Pixels that leave them on a side that enters with so many. */
    public int sideAfter(int pixels) {
      return (pixels - side) / stride + 1;
    }

    private int sideBefore(int pixels) {
      return (pixels - 1) * stride + side;
    }
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

  /** From first to last. */
  public List<Filters> filters() {
    return filters;
  }

  /** Whether the observation is large enough. */
  public boolean fits(ObservationShape observation) {
    return this == NONE
        || (observation.isPicture()
            && Math.min(observation.height(), observation.width()) >= smallestSide());
  }

  /** Pixels that each side of a picture must have. */
  public int smallestSide() {
    int pixels = 1;
    for (int i = filters.size() - 1; i >= 0; i--) {
      pixels = filters.get(i).sideBefore(pixels);
    }
    return pixels;
  }
}
