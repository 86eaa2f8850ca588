package dev.gymbridge.run;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.run.WaitNotes.Wait;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A source whose user is told what is waited for when an environment takes long. */
public final class PatientSource implements EnvironmentSource {
  private final EnvironmentSource source;
  private final WaitNotes waits;

  /**
   * Watches what a source makes.
   *
   * @param source closed with this
   * @param notes told what is waited for, a line at a time, on a thread of its own
   */
  public PatientSource(EnvironmentSource source, Consumer<String> notes) {
    this.source = source;
    waits = new WaitNotes(notes);
  }

  private <T> T during(Wait begun, Supplier<T> wait) {
    waits.begin(begun);
    try {
      return wait.get();
    } finally {
      waits.end();
    }
  }

  @Override
  public Environment make(EnvironmentOptions options) {
    String id = options.id();
    return new Watched(during(new Wait(id + " to be made"), () -> source.make(options)), id);
  }

  @Override
  public VectorEnvironment makeVector(
      EnvironmentOptions options, int numEnvs, AutoresetMode autoresetMode) {
    String what = numEnvs == 1 ? options.id() : "%d x %s".formatted(numEnvs, options.id());
    return new WatchedVector(
        during(
            new Wait(what + " to be made"),
            () -> source.makeVector(options, numEnvs, autoresetMode)),
        what);
  }

  @Override
  public void close() {
    waits.close();
    source.close();
  }

  private final class Watched extends ForwardingEnvironment {
    private final Wait resetting;
    private final Wait stepping;
    private final Wait drawing;

    Watched(Environment environment, String id) {
      super(environment);
      resetting = new Wait(id + " to be reset");
      stepping = new Wait("a step of " + id);
      drawing = new Wait("a picture of " + id);
    }

    @Override
    public ResetResult reset(ResetOptions options) {
      return during(resetting, () -> environment.reset(options));
    }

    @Override
    public StepResult step(Value action) {
      return during(stepping, () -> environment.step(action));
    }

    @Override
    public Rendering render() {
      return during(drawing, environment::render);
    }
  }

  private final class WatchedVector extends ForwardingVectorEnvironment {
    private final Wait resetting;
    private final Wait stepping;
    private final Wait drawing;

    WatchedVector(VectorEnvironment environment, String what) {
      super(environment);
      resetting = new Wait(what + " to be reset", environment::outage);
      stepping = new Wait("a step of " + what, environment::outage);
      drawing = new Wait("pictures of " + what);
    }

    @Override
    public VectorResetResult reset(VectorResetOptions options) {
      return during(resetting, () -> environment.reset(options));
    }

    @Override
    public VectorStepResult receive() {
      waits.begin(stepping);
      try {
        return environment.receive();
      } finally {
        waits.end();
      }
    }

    @Override
    public List<Rendering> render() {
      return during(drawing, environment::render);
    }
  }
}
