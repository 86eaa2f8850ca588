package dev.gymbridge.env.conformance;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.Frame;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.SequenceValue;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Text;
import dev.gymbridge.env.space.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * A small environment that does all that is required, but for one flaw.
 *
 * <p>A walker starts at a random place and takes random strides; it arrives after 6 to 12 steps.
 * Observation, float32 [2]: place and steps taken. Actions 0 to 2.
 */
class Toy implements Environment {
  static final Discrete ACTIONS = new Discrete(3);

  final Flaw flaw;
  private final EnvironmentOptions options;
  private final ToySource source;
  private final boolean differs;
  private final Space observations;
  private final float[] reused = new float[2];
  private final ByteBuffer reusedBytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
  private final java.util.ArrayList<Rendering> collected = new java.util.ArrayList<>();
  private SplittableRandom random;
  private String history = "";
  private float place;
  private int steps;
  private int elapsed;
  private int lifetimeSteps;
  private int arrival;
  private boolean begun;
  private boolean over;
  private volatile boolean closed;
  private volatile Thread closer;
  private final Thread maker = Thread.currentThread();

  /**
   * A toy.
   *
   * @param differs whether a flaw that makes two of them different shows in this one
   */
  Toy(ToySource source, EnvironmentOptions options, boolean differs) {
    this.source = source;
    this.flaw = source.flaw();
    this.options = options;
    this.differs = differs;
    this.random = source.unseeded();
    float high = flaw == Flaw.SPACES_DIFFER && differs ? 2_000 : 1_000;
    this.observations =
        switch (flaw) {
          case EMPTY_SPACE -> Box.of(0, 1, DType.FLOAT32, 0);
          case SPACE_WITHOUT_VALUES -> new Sequence(new Text(1, 3, ""));
          default -> Box.of(new float[] {-high, 0}, new float[] {high, high});
        };
  }

  private boolean has(Flaw other) {
    return flaw == other;
  }

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec(
        has(Flaw.WRONG_ID) ? "Toys-v2" : "Toy-v1",
        limit(),
        has(Flaw.SPECS_DIFFER) && differs ? OptionalDouble.of(1) : OptionalDouble.empty(),
        false,
        renderModes(),
        has(Flaw.NO_FRAMES_A_SECOND) ? OptionalDouble.of(-1) : OptionalDouble.of(10));
  }

  List<RenderMode> renderModes() {
    return has(Flaw.UNLISTED_MODE)
        ? List.of(RenderMode.ANSI, RenderMode.RGB_ARRAY, RenderMode.ANSI_LIST)
        : List.of(
            RenderMode.ANSI, RenderMode.RGB_ARRAY, RenderMode.ANSI_LIST, RenderMode.RGB_ARRAY_LIST);
  }

  private OptionalInt limit() {
    int limit = options.maxEpisodeSteps().orElse(5);
    if (limit == 0 && has(Flaw.LIMIT_IN_SPITE_OF_0)) {
      return OptionalInt.of(5);
    }
    return limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
  }

  @Override
  public Space observationSpace() {
    return has(Flaw.SPACES_CHANGE) && begun ? Box.of(0, 9, DType.FLOAT32, 2) : observations;
  }

  @Override
  public Space actionSpace() {
    return ACTIONS;
  }

  @Override
  public ResetResult reset(ResetOptions reset) {
    requireOpen();
    if (reset.options() != null && has(Flaw.REFUSES_OPTIONS)) {
      throw new EnvironmentException("no options are taken, got " + reset.options());
    }
    seed(reset);
    if (!has(Flaw.DIRTY_RESET) || over || !begun) {
      place = random.nextInt(-400, 400);
      arrival = 6 + random.nextInt(7);
    }
    steps = 0;
    if (!has(Flaw.LIMIT_COUNTS_ON) || over) {
      elapsed = 0;
    }
    begun = true;
    over = false;
    history = "";
    source.sharePlace(place);
    if (options.renderMode().gymnasiumName().endsWith("_list")) {
      if (!has(
          options.renderMode() == RenderMode.ANSI_LIST
              ? Flaw.TEXT_LIST_IS_NOT_CLEARED
              : Flaw.FRAME_LIST_IS_NOT_CLEARED)) {
        collected.clear();
      }
      collected.add(draw());
    }
    float shown = has(Flaw.START_OUTSIDE) ? 5_000 : place;
    return new ResetResult(observe(shown), info(true));
  }

  private void seed(ResetOptions reset) {
    if (reset.seed().isPresent()) {
      long seed = reset.seed().getAsLong();
      if (has(Flaw.SEED_0_IS_NONE) && seed == 0) {
        return;
      }
      if (has(Flaw.SEED_OF_32_BITS) && seed != (int) seed) {
        throw new EnvironmentException("the seed must be an int, got " + seed);
      }
      if (!has(Flaw.FORGETS_SEEDS)) {
        random = new SplittableRandom(seed);
      }
    } else if (has(Flaw.UNSEEDED_IS_RANDOM)) {
      random = source.unseeded();
    } else if (has(Flaw.UNSEEDED_RESEEDS)) {
      random = new SplittableRandom(3);
    }
  }

  @Override
  public StepResult step(Value action) {
    requireOpen();
    requireRunning();
    history = history + action;
    if (has(Flaw.REFUSES_AN_ACTION) && history.equals("int64[]{0}int64[]{1}int64[]{2}int64[]{2}")) {
      throw new InvalidActionException("action 2 is not taken");
    }
    if (has(Flaw.INT64_ONLY) && ((NdArray) action).dtype() != DType.INT64) {
      throw new InvalidActionException("action must be int64, got " + action);
    }
    if (!ACTIONS.contains(action)) {
      place += has(Flaw.STEPS_AND_THEN_REFUSES) ? 1 : 0;
      throw has(Flaw.ANOTHER_EXCEPTION)
          ? new IllegalArgumentException("wrong action " + action)
          : new InvalidActionException("action must be in [0, 3), got " + action);
    }
    if (has(Flaw.HANGS)) {
      hang();
    }
    return advance(action instanceof NdArray array && array.size() == 1 ? array.getLong(0) : 0);
  }

  private void hang() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new EnvironmentException("interrupted", e);
    }
  }

  private StepResult advance(long action) {
    steps++;
    elapsed++;
    lifetimeSteps++;
    SplittableRandom generator = has(Flaw.UNSEEDED_STEPS) ? source.shared() : random;
    float stride = generator.nextInt(3) + action;
    stride += has(Flaw.WEARS_OUT) && lifetimeSteps > 60 ? 1 : 0;
    if (has(Flaw.SHARES_ITS_STATE)) {
      place = source.sharedPlace();
    }
    place += stride;
    source.sharePlace(place);
    boolean terminated = steps >= arrival;
    int limit = limit().orElse(Integer.MAX_VALUE);
    boolean truncated = has(Flaw.TRUNCATES_TOO_LATE) ? elapsed > limit : elapsed >= limit;
    if (has(Flaw.IGNORES_ITS_LIMIT) && options.maxEpisodeSteps().isEmpty()) {
      truncated = false;
    }
    if (has(Flaw.ONE_END_ONLY) && terminated) {
      truncated = false;
    }
    over = terminated || truncated;
    if (options.renderMode().gymnasiumName().endsWith("_list")) {
      collected.add(draw());
    }
    float shown = has(Flaw.LAST_OUTSIDE) && over ? 5_000 : place;
    if (has(Flaw.LIMIT_CHANGES_THE_PLACE) && options.maxEpisodeSteps().orElse(0) == 5) {
      shown++;
    }
    double reward = has(Flaw.REWARD_NOT_FINITE) && steps == 4 ? Double.NaN : stride;
    return new StepResult(observe(shown), reward, terminated, truncated, info(false));
  }

  private Value observe(float shown) {
    if (has(Flaw.SPACE_WITHOUT_VALUES)) {
      return new SequenceValue(List.of());
    }
    if (has(Flaw.EMPTY_SPACE)) {
      return NdArray.of(new float[0], 0);
    }
    if (has(Flaw.WRONG_DTYPE)) {
      return NdArray.of(new float[] {shown, steps}, 2).asType(DType.FLOAT16);
    }
    reused[0] = shown;
    reused[1] = steps;
    if (has(Flaw.OBSERVATION_REUSED)) {
      reusedBytes.putFloat(0, shown).putFloat(4, steps);
      return NdArray.wrap(DType.FLOAT32, reusedBytes, 2);
    }
    return NdArray.of(reused, 2);
  }

  private Map<String, Object> info(boolean reset) {
    if (!options.includeInfo() && !has(Flaw.INFO_UNASKED)) {
      return Map.of();
    }
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("steps", (long) steps);
    info.put("place", (double) place);
    info.put("reset", reset);
    if (has(Flaw.INFO_OF_THE_CLOCK)) {
      info.put("time", System.nanoTime());
    }
    if (has(Flaw.INFO_UNTYPED)) {
      info.put("thread", Thread.State.NEW);
    }
    return info;
  }

  private void requireOpen() {
    if (has(Flaw.BOUND_TO_ITS_THREAD) && Thread.currentThread() != maker) {
      throw new EnvironmentException("an environment belongs to the thread that made it");
    }
    boolean noticed = !has(Flaw.DEAF_TO_OTHER_THREADS) || Thread.currentThread() == closer;
    if ((closed && noticed && !has(Flaw.USED_AFTER_CLOSE))
        || (source.isClosed() && !has(Flaw.OUTLIVES_ITS_SOURCE))
        || (has(Flaw.CLOSED_WITH_ANOTHER) && source.isAnyClosed())) {
      throw new EnvironmentException("the environment is closed; make another");
    }
  }

  private void requireRunning() {
    if (!begun && has(Flaw.STEPS_BEFORE_RESET)) {
      return;
    }
    if (!begun) {
      throw new ResetNeededException("step called before reset; call reset() first");
    }
    if (over && !has(Flaw.STEPS_AFTER_THE_END)) {
      throw new ResetNeededException("the episode is over; call reset() first");
    }
  }

  @Override
  public Rendering render() {
    requireOpen();
    RenderMode mode = options.renderMode();
    if (mode == RenderMode.NONE && !has(Flaw.DRAWS_WITHOUT_A_MODE)) {
      throw new EnvironmentException("made without a render mode; make it with ansi");
    }
    if (!begun && !has(Flaw.DRAWS_BEFORE_RESET)) {
      throw new ResetNeededException("render called before reset; call reset() first");
    }
    if (has(Flaw.DRAWING_MOVES)) {
      random.nextInt();
    }
    if (!mode.gymnasiumName().endsWith("_list")) {
      return draw();
    }
    List<Frame> frames = collected.stream().flatMap(one -> one.frames().stream()).toList();
    List<String> texts = collected.stream().flatMap(one -> one.texts().stream()).toList();
    collected.clear();
    return new Rendering(frames, texts);
  }

  private Rendering draw() {
    boolean text =
        options.renderMode() == RenderMode.ANSI || options.renderMode() == RenderMode.ANSI_LIST;
    if (text) {
      return new Rendering(List.of(), has(Flaw.BLANK_TEXT) ? List.of(" ") : List.of("at " + place));
    }
    int width = has(Flaw.FRAMES_CHANGE_SIZE) ? 4 + steps : 4;
    return Rendering.of(new Frame(width, 2, new byte[width * 2 * 3]));
  }

  @Override
  public void close() {
    if (closed && has(Flaw.CLOSES_ONCE)) {
      throw new EnvironmentException("it is closed already");
    }
    closed = true;
    closer = Thread.currentThread();
    source.noteClosed();
  }
}
