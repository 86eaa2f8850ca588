package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.SyncVectorEnvironment;
import dev.gymbridge.env.UnknownEnvironmentException;
import dev.gymbridge.env.VectorEnvironment;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Toys with one flaw. */
final class ToySource implements EnvironmentSource {
  private final Flaw flaw;
  private final SplittableRandom shared = new SplittableRandom(5);
  private final AtomicLong unseeded = new AtomicLong(7_000);
  private volatile float sharedPlace;
  private int made;
  private boolean taken;
  private volatile boolean closed;
  private volatile boolean anyClosed;

  ToySource(Flaw flaw) {
    this.flaw = flaw;
  }

  Flaw flaw() {
    return flaw;
  }

  /** Another for each: as good as random, but the same in each run of the tests. */
  SplittableRandom unseeded() {
    return new SplittableRandom(unseeded.getAndIncrement());
  }

  SplittableRandom shared() {
    return shared;
  }

  void sharePlace(float place) {
    sharedPlace = place;
  }

  float sharedPlace() {
    return sharedPlace;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isAnyClosed() {
    return anyClosed;
  }

  void noteClosed() {
    taken = false;
    anyClosed = true;
  }

  @Override
  public Environment make(EnvironmentOptions options) {
    return make(options, made++ > 0);
  }

  private Environment make(EnvironmentOptions options, boolean differs) {
    if (flaw == Flaw.CANNOT_BE_MADE) {
      throw new EnvironmentException("the toy is out of order");
    }
    if (closed && flaw != Flaw.OUTLIVES_ITS_SOURCE) {
      throw new EnvironmentException("the source is closed");
    }
    requireKnown(options.id());
    if (!options.arguments().isEmpty() && flaw != Flaw.TAKES_ANY_ARGUMENT) {
      throw new EnvironmentException("a toy has no argument " + options.arguments().keySet());
    }
    if (options.renderMode() == RenderMode.HUMAN) {
      throw new EnvironmentException(
          "a toy has no render mode human; it has ansi, rgb_array, ansi_list and rgb_array_list");
    }
    if (flaw == Flaw.EXISTS_ONCE && taken) {
      throw new EnvironmentException("there is one toy, and it is taken");
    }
    taken = true;
    anyClosed = false;
    return new Toy(this, options, differs);
  }

  private void requireKnown(String id) {
    boolean known = id.equals("Toy-v1") || (id.equals("Toy") && flaw != Flaw.VERSIONS_ARE_NEEDED);
    if (!known) {
      throw new UnknownEnvironmentException(
          "no environment \"%s\"%s"
              .formatted(id, flaw == Flaw.SUGGESTS_NOTHING ? "" : "; did you mean Toy-v1?"));
    }
  }

  @Override
  public VectorEnvironment makeVector(
      EnvironmentOptions options, int numEnvs, AutoresetMode autoresetMode) {
    if (numEnvs < 1 && flaw != Flaw.EMPTY_VECTOR) {
      throw new EnvironmentException("numEnvs must be at least 1, got " + numEnvs);
    }
    if (flaw == Flaw.FEW_ENVIRONMENTS && numEnvs > 8) {
      throw new EnvironmentException("at most 8 environments");
    }
    VectorEnvironment vector =
        SyncVectorEnvironment.of(() -> make(options, false), Math.max(1, numEnvs), autoresetMode);
    return new ToyVector(vector, flaw);
  }

  @Override
  public void close() {
    closed = true;
  }
}
