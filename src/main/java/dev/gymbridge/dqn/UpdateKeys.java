package dev.gymbridge.dqn;

import dev.gymbridge.network.HeadConfig;
import dev.gymbridge.network.HeadConfig.Loss;
import dev.gymbridge.network.OptimizerConfig;
import dev.gymbridge.network.TargetConfig;
import org.jspecify.annotations.Nullable;

/** What a gradient step is: target, loss and optimiser; the keys of {@link DqnConfig#update}. */
public record UpdateKeys(
    @Key("whether the online network chooses the next action (van Hasselt et al. 2016)")
        boolean doubleDqn,
    @Key(
            "whether the target is soft and the log-policy is added to the reward (Vieillard et al."
                + " 2020); double_dqn is without effect then")
        boolean munchausen,
    @Key(value = "how much of the log-policy is added", atLeast = 0, atMost = 0.999)
        double munchausenAlpha,
    @Key(value = "temperature of the soft policy, in units of the action values", above = 0)
        double munchausenTemperature,
    @Key(value = "the least that the scaled log-policy may be", atMost = 0, atLeast = -1e9)
        double munchausenClip,
    @Key("loss of the TD error of an expected return") Loss loss,
    @Key(value = "where the Huber loss turns from square to straight, of quantiles too", above = 0)
        double huberDelta,
    @Key("how gradients become steps") OptimizerKind optimizer,
    @Key(value = "Adam's epsilon", above = 0) double adamEpsilon,
    @Key(value = "what AdamW takes away of each weight at a learning rate of 1", atLeast = 0)
        double weightDecay,
    @Key(value = "decay of RMSProp's moments", atLeast = 0, atMost = 0.999999) double rmspropDecay,
    @Key(value = "what RMSProp adds to the variance", above = 0) double rmspropEpsilon,
    @Key(value = "global norm to which gradients are clipped; null for no clipping", above = 0)
        @Nullable Double maxGradientNorm) {

  /** An optimiser. */
  public enum OptimizerKind {
    /** Kingma and Ba 2015. */
    ADAM,
    /** Adam with weights that decay (Loshchilov and Hutter 2019). */
    ADAMW,
    /** Centred RMSProp (Graves 2013; Mnih et al. 2015). */
    RMSPROP
  }

  TargetConfig target() {
    return new TargetConfig(
        doubleDqn,
        munchausen
            ? new TargetConfig.Munchausen(munchausenAlpha, munchausenTemperature, munchausenClip)
            : null);
  }

  HeadConfig head(NetworkKeys network) {
    return switch (network.head()) {
      case EXPECTED -> new HeadConfig.Expected(loss, huberDelta);
      case CATEGORICAL ->
          new HeadConfig.Categorical(network.atoms(), network.vMin(), network.vMax());
      case QUANTILE -> new HeadConfig.Quantile(network.quantiles(), huberDelta);
    };
  }

  OptimizerConfig optimizerConfig() {
    return switch (optimizer) {
      case ADAM -> new OptimizerConfig.Adam(adamEpsilon);
      case ADAMW -> new OptimizerConfig.AdamW(adamEpsilon, weightDecay);
      case RMSPROP -> new OptimizerConfig.RmsProp(rmspropDecay, rmspropEpsilon);
    };
  }
}
