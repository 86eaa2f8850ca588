package dev.gymbridge.dqn;

import dev.gymbridge.network.Convolution;
import dev.gymbridge.network.LayersConfig;
import dev.gymbridge.network.ObservationShape;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the Q-network is; the keys of {@link DqnConfig#network}. */
public record NetworkKeys(
    @Key(
            "whether numbers of an observation whose bounds are less than 2 apart are stretched to"
                + " [-1, 1]")
        boolean scaleObservations,
    @Key(value = "units of each hidden layer, ReLU after each", atLeast = 1)
        List<Integer> hiddenSizes,
    @Key(
            "convolutions before them: those of Mnih et al. 2015, or MinAtar's; null for those that"
                + " suit a picture of bytes")
        @Nullable Convolution convolution,
    @Key("whether value and advantages are computed apart (Wang et al. 2016)") boolean dueling,
    @Key(
            "whether layers carry noise that is learned, which explores by itself (Fortunato et al."
                + " 2018)")
        boolean noisy,
    @Key(value = "what the noise starts with, times the square root of a layer's inputs", above = 0)
        double noisySigma,
    @Key("whether hidden layers are normalised before their ReLU (Ba et al. 2016)")
        boolean layerNorm,
    @Key(
            "what is learned of an action: its expected return, the probabilities of returns (C51),"
                + " or their quantiles (QR-DQN)")
        HeadKind head,
    @Key(value = "returns whose probabilities a categorical head learns", atLeast = 2) int atoms,
    @Key("the smallest of these returns") double vMin,
    @Key("the largest of these returns") double vMax,
    @Key(value = "quantiles that a quantile head learns", atLeast = 1) int quantiles) {

  /** What a network learns of an action. */
  public enum HeadKind {
    /** Its expected return. */
    EXPECTED,
    /** The probabilities of returns (Bellemare et al. 2017). */
    CATEGORICAL,
    /** The quantiles of returns (Dabney et al. 2018). */
    QUANTILE
  }

  public NetworkKeys {
    hiddenSizes = List.copyOf(hiddenSizes);
    if (!(vMin < vMax)) {
      throw new IllegalArgumentException(
          "v_min must be below v_max, got %s and %s".formatted(vMin, vMax));
    }
  }

  /**
   * The layers for such observations.
   *
   * @throws UnsupportedEnvironmentException if the convolutions asked for do not fit them
   */
  LayersConfig layers(ObservationShape observation) {
    Convolution chosen =
        convolution == null ? Convolution.forObservation(observation) : convolution;
    if (!chosen.fits(observation)) {
      throw new UnsupportedEnvironmentException(
          ("convolution is \"%s\", which needs pictures with at least %d pixels a side; the"
                  + " observations are of the shape %s. Set convolution to null for what suits them")
              .formatted(
                  chosen.name().toLowerCase(Locale.ROOT),
                  chosen.smallestSide(),
                  observation.dimensions()));
    }
    return new LayersConfig(
        scaleObservations ? observation.scale() : null,
        chosen,
        hiddenSizes,
        dueling,
        noisy ? noisySigma : 0,
        layerNorm);
  }
}
