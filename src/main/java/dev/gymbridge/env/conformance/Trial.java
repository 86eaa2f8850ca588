package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One run of one check: it makes what it needs, and all of that is closed at its end. */
final class Trial implements AutoCloseable {
  private final Subject subject;
  private final Deque<Runnable> opened = new ArrayDeque<>();

  Trial(Subject subject) {
    this.subject = subject;
  }

  EnvironmentOptions options() {
    return subject.options();
  }

  ConformanceOptions limits() {
    return subject.limits();
  }

  int numEnvs() {
    return limits().numEnvs();
  }

  long seed() {
    return limits().seed();
  }

  EnvironmentSpec spec() {
    return subject.facts().spec();
  }

  Space observationSpace() {
    return subject.facts().observationSpace();
  }

  Space actionSpace() {
    return subject.facts().actionSpace();
  }

  EnvironmentSource source() {
    return subject.source();
  }

  /** A source of its own, which the check may close. */
  EnvironmentSource freshSource() {
    return opened(subject.freshSource());
  }

  Environment make() {
    return make(options());
  }

  Environment make(EnvironmentOptions options) {
    return opened(subject.make(options));
  }

  Environment makeDrawn(RenderMode mode) {
    return make(options().withRenderMode(mode));
  }

  VectorEnvironment makeVector(AutoresetMode mode) {
    return makeVector(options(), mode);
  }

  VectorEnvironment makeVector(EnvironmentOptions options, AutoresetMode mode) {
    return makeVector(options, numEnvs(), mode);
  }

  VectorEnvironment makeVector(EnvironmentOptions options, int numEnvs, AutoresetMode mode) {
    return opened(subject.makeVector(options, numEnvs, mode));
  }

  /** The random actions of a compared episode; the same for the same salt. */
  List<Value> actions(long salt) {
    return subject.actions(limits().steps(), salt);
  }

  /** So many random actions, those of a compared episode over and over. */
  List<Value> cycled(int count) {
    List<Value> some = actions(0);
    List<Value> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(some.get(i % some.size()));
    }
    return all;
  }

  Value action(long salt) {
    return subject.actions(1, salt).get(0);
  }

  /** One random action for each environment of a vector, as a list. */
  List<Value> actionOfEach(long salt) {
    return subject.actions(numEnvs(), salt);
  }

  /** Likewise as a batch. */
  Value actionBatch(long salt) {
    return actionSpace().stack(actionOfEach(salt));
  }

  /** Batches of actions, [count]. */
  List<Value> actionBatches(int count) {
    List<Value> batches = new ArrayList<>();
    for (int step = 0; step < count; step++) {
      batches.add(actionBatch(1_000 + step));
    }
    return batches;
  }

  /** An episode that terminates on its own. */
  Subject.Ending ending() {
    requireDeterministic();
    return subject
        .ending()
        .orElseThrow(
            () ->
                Unchecked.skipped(
                    "no episode of random actions terminated within %s env steps"
                        .formatted(limits().searchSteps())));
  }

  /** Goes on only where the same seed and actions must give the same. */
  void requireDeterministic() {
    if (spec().nondeterministic()) {
      throw Unchecked.notApplicable("the environment says of itself that it is nondeterministic");
    }
  }

  /** Goes on only where the environment can draw so. */
  void requireMode(RenderMode mode) {
    if (!spec().renderModes().contains(mode)) {
      throw Unchecked.notApplicable("it has no render mode " + mode.gymnasiumName());
    }
  }

  private Environment opened(Environment made) {
    opened.push(made::close);
    return made;
  }

  private VectorEnvironment opened(VectorEnvironment made) {
    opened.push(made::close);
    return made;
  }

  private EnvironmentSource opened(EnvironmentSource made) {
    opened.push(made::close);
    return made;
  }

  /** Closes all that was made, the last first. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().run();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
