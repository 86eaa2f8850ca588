package dev.gymbridge.env.conformance;

import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.classic.NativeEnvironments;
import dev.gymbridge.testkit.EnvironmentConformanceTest;
import org.junit.jupiter.api.Nested;

/** The native environments keep to the contract; no Python, no network. */
final class NativeConformanceTest {
  @Nested
  final class CartPole extends Native {
    CartPole() {
      super("CartPole-v1");
    }
  }

  @Nested
  final class Acrobot extends Native {
    Acrobot() {
      super("Acrobot-v1");
    }
  }

  @Nested
  final class MountainCar extends Native {
    MountainCar() {
      super("MountainCar-v0");
    }
  }

  private abstract static class Native extends EnvironmentConformanceTest {
    private final String id;

    Native(String id) {
      this.id = id;
    }

    @Override
    protected EnvironmentSource source() {
      return new NativeEnvironments();
    }

    @Override
    protected EnvironmentOptions options() {
      return EnvironmentOptions.of(id);
    }
  }
}
