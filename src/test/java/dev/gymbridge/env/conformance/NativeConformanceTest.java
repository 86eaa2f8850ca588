package dev.gymbridge.env.conformance;

import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.classic.NativeEnvironments;
import dev.gymbridge.testkit.EnvironmentConformanceTest;

/** The native CartPole keeps to the contract; no Python, no network. */
final class NativeConformanceTest extends EnvironmentConformanceTest {
  @Override
  protected EnvironmentSource source() {
    return new NativeEnvironments();
  }

  @Override
  protected EnvironmentOptions options() {
    return EnvironmentOptions.of("CartPole-v1");
  }
}
