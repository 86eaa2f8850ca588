package dev.gymbridge.env;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Environments of one kind that a supplier makes. */
final class SuppliedEnvironments implements EnvironmentSource {
  private final String id;
  private final Supplier<? extends Environment> maker;
  private final List<AutoCloseable> made = new ArrayList<>();
  private boolean closed;

  SuppliedEnvironments(String id, Supplier<? extends Environment> maker) {
    this.id = id;
    this.maker = maker;
  }

  @Override
  public Environment make(EnvironmentOptions options) {
    requireMakeable(options);
    Environment environment = makeOne();
    made.add(environment);
    return environment;
  }

  @Override
  public VectorEnvironment makeVector(
      EnvironmentOptions options, int numEnvs, AutoresetMode autoresetMode) {
    requireMakeable(options);
    if (numEnvs < 1) {
      throw new EnvironmentException("numEnvs must be at least 1, got " + numEnvs);
    }
    VectorEnvironment vector = SyncVectorEnvironment.of(this::makeOne, numEnvs, autoresetMode);
    made.add(vector);
    return vector;
  }

  private Environment makeOne() {
    try {
      return maker.get();
    } catch (EnvironmentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EnvironmentException("%s cannot be made: %s".formatted(id, e), e);
    }
  }

  private void requireMakeable(EnvironmentOptions options) {
    if (closed) {
      throw new IllegalStateException("the source of %s is closed".formatted(id));
    }
    if (!options.id().equals(id)) {
      throw new UnknownEnvironmentException(
          "no environment \"%s\" here; there is %s".formatted(options.id(), id));
    }
    if (!options.wrappers().isEmpty()
        || !options.arguments().isEmpty()
        || options.maxEpisodeSteps().isPresent()) {
      throw new EnvironmentException(
          "%s is made by a supplier, which takes no arguments, wrappers or time limit; give them to"
                  .formatted(id)
              + " the environment in the supplier");
    }
  }

  @Override
  public void close() {
    closed = true;
    for (AutoCloseable environment : made) {
      close(environment);
    }
    made.clear();
  }

  private static void close(AutoCloseable environment) {
    if (environment instanceof Environment one) {
      one.close();
    } else {
      ((VectorEnvironment) environment).close();
    }
  }
}
