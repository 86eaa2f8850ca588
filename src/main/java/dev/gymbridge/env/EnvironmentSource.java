package dev.gymbridge.env;

import java.util.function.Supplier;

/** Where environments come from: this process, or a server. */
public interface EnvironmentSource extends AutoCloseable {
  /**
   * A source of one's own environment, such as {@code EnvironmentSource.of("My-v0",
   * MyEnvironment::new)}.
   *
   * @param id what {@link EnvironmentOptions#of} asks for
   * @param maker makes one; it takes the id alone, no arguments, wrappers or time limit
   */
  static EnvironmentSource of(String id, Supplier<? extends Environment> maker) {
    return new SuppliedEnvironments(id, maker);
  }

  /**
   * Makes one environment, which the caller closes.
   *
   * @throws UnknownEnvironmentException if there is none of that id
   * @throws EnvironmentException if it cannot be made; the message says why
   */
  Environment make(EnvironmentOptions options);

  /**
   * Makes a vector of environments, which the caller closes.
   *
   * @param numEnvs how many, at least 1
   * @throws UnknownEnvironmentException if there is none of that id
   * @throws EnvironmentException if they cannot be made, or numEnvs is below 1
   */
  VectorEnvironment makeVector(
      EnvironmentOptions options, int numEnvs, AutoresetMode autoresetMode);

  /** Frees the source and with it every environment made by it that is still open. */
  @Override
  void close();
}
