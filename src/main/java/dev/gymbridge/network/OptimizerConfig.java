package dev.gymbridge.network;

/** How gradients become steps of the weights. */
public sealed interface OptimizerConfig {
  /**
   * Adam (Kingma and Ba 2015) with the betas 0.9 and 0.999.
   *
   * @param epsilon 1e-8 in PyTorch
   */
  record Adam(double epsilon) implements OptimizerConfig {
    public Adam {
      Checks.requirePositive("epsilon", epsilon);
    }
  }

  /**
   * Adam with weights that decay apart from the gradient (Loshchilov and Hutter 2019).
   *
   * @param epsilon 1e-8 in PyTorch
   * @param weightDecay part of each weight that a step at a learning rate of 1 would take away;
   *     0.01 in PyTorch
   */
  record AdamW(double epsilon, double weightDecay) implements OptimizerConfig {
    public AdamW {
      Checks.requirePositive("epsilon", epsilon);
      if (!(weightDecay >= 0)) {
        throw new IllegalArgumentException("weightDecay must be at least 0, got " + weightDecay);
      }
    }
  }

  /**
   * RMSProp with a centred second moment, as Mnih et al. 2015 used it (Graves 2013).
   *
   * @param decay of both moments, in [0, 1); 0.95 there
   * @param epsilon added to the variance under the root; 0.01 there
   */
  record RmsProp(double decay, double epsilon) implements OptimizerConfig {
    public RmsProp {
      Checks.requireInUnitInterval("decay", decay);
      Checks.requirePositive("epsilon", epsilon);
    }
  }
}
