package dev.gymbridge.network;

/** What a network learns about an action: its expected return, or how returns are distributed. */
public sealed interface HeadConfig {
  /**
   * The expected return (Mnih et al. 2015).
   *
   * @param loss of the TD error
   * @param huberDelta where the Huber loss turns from square to straight, in units of the TD error
   */
  record Expected(Loss loss, double huberDelta) implements HeadConfig {
    public Expected {
      Checks.requirePositive("huberDelta", huberDelta);
    }
  }

  /** A loss of the TD error e. */
  enum Loss {
    /** {@code e^2 / 2} up to delta, straight from there on. */
    HUBER,
    /** {@code e^2}. */
    MSE
  }

  /**
   * The probabilities of returns at fixed places, C51 (Bellemare et al. 2017).
   *
   * @param atoms how many places, at least 2
   * @param vMin the first place
   * @param vMax the last place
   */
  record Categorical(int atoms, double vMin, double vMax) implements HeadConfig {
    public Categorical {
      if (atoms < 2) {
        throw new IllegalArgumentException("atoms must be at least 2, got " + atoms);
      }
      if (!(vMin < vMax) || Double.isInfinite(vMax - vMin)) {
        throw new IllegalArgumentException(
            "vMin must be below vMax and both finite, got %s and %s".formatted(vMin, vMax));
      }
    }
  }

  /**
   * The places of returns at fixed probabilities, QR-DQN (Dabney et al. 2018).
   *
   * @param quantiles how many, at least 1
   * @param huberDelta where the quantile Huber loss turns from square to straight, kappa there
   */
  record Quantile(int quantiles, double huberDelta) implements HeadConfig {
    public Quantile {
      Checks.requireAtLeastOne("quantiles", quantiles);
      Checks.requirePositive("huberDelta", huberDelta);
    }
  }
}
