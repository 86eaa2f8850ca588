package dev.gymbridge.cli;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.NanPolicy;
import dev.gymbridge.run.Pretrained;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** What a shell offers after an option whose values are texts; picocli knows those of enums. */
abstract class OfferedValues implements Iterable<String> {
  private final List<String> values;

  private OfferedValues(List<String> values) {
    this.values = values;
  }

  @Override
  public Iterator<String> iterator() {
    return values.iterator();
  }

  /** The presets. */
  static final class Presets extends OfferedValues {
    Presets() {
      super(DqnConfig.presets());
    }
  }

  /** What may be done about a number that is not finite. */
  static final class NanPolicies extends OfferedValues {
    NanPolicies() {
      super(
          Arrays.stream(NanPolicy.values())
              .map(policy -> policy.name().toLowerCase(Locale.ROOT))
              .toList());
    }
  }

  /** The environments whose agents come with gymbridge. */
  static final class PretrainedEnvironments extends OfferedValues {
    PretrainedEnvironments() {
      super(Pretrained.environments());
    }
  }
}
