package dev.gymbridge.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.MultiBinary;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.OneOf;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.SpaceGenerator;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.remote.wire.Vectorization;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Spaces and their values in both languages, over the real wire: an environment whose observation
 * and action space are any space observes its own actions.
 *
 * <p>What Java samples Gymnasium's {@code contains} must accept and hand back unchanged, and the
 * reverse. Each side also writes the value as text without a codec, and the texts must be equal:
 * two codecs with the same mistake would be found out.
 */
final class SpacesAcrossLanguagesIT {
  private static final long FIRST_SEED = 20_260_000;
  private static final int SPACES = 40;
  private static final int MORE_SPACES = 250;
  private static final int VALUES = 3;

  @AutoClose private static BridgeServer server;

  @BeforeAll
  static void start() {
    server = BridgeServer.start();
  }

  private static EnvironmentOptions echo(Space space) {
    return EnvironmentOptions.of("tests.bridge.echo:BridgeEcho-v0")
        .withArguments(Map.of("description", space.toJson()))
        .withInfo();
  }

  @Test
  void generatedSpacesMeanTheSameOnBothSides() {
    assertGeneratedSame(0, SPACES);
  }

  @Test
  @Tag("thorough")
  void moreGeneratedSpacesMeanTheSameOnBothSides() {
    assertGeneratedSame(SPACES, MORE_SPACES);
  }

  private static void assertGeneratedSame(int from, int to) {
    List<Long> seeds =
        LongStream.range(FIRST_SEED + from, FIRST_SEED + to)
            .filter(seed -> gymnasiumKnows(SpaceGenerator.any(seed)))
            .boxed()
            .toList();
    assertThat(seeds).hasSizeGreaterThan((to - from) * 9 / 10);
    seeds.forEach(seed -> assertSame("seed " + seed, SpaceGenerator.any(seed), seed));
  }

  @TestFactory
  List<DynamicTest> edgesOfSpacesMeanTheSameOnBothSides() {
    return EdgeSpaces.all().entrySet().stream()
        .map(
            edge ->
                DynamicTest.dynamicTest(
                    edge.getKey(), () -> assertSame(edge.getKey(), edge.getValue(), 7)))
        .toList();
  }

  @TestFactory
  List<DynamicTest> valuesAtTheEdgesComeBackBitForBit() {
    return EdgeSpaces.values().entrySet().stream()
        .map(
            edge ->
                DynamicTest.dynamicTest(
                    edge.getKey(),
                    () -> {
                      try (Environment environment =
                          server.connection().make(echo(edge.getValue().space()))) {
                        environment.reset(1);
                        assertEchoed(edge.getKey(), environment, edge.getValue().value());
                      }
                    }))
        .toList();
  }

  @TestFactory
  List<DynamicTest> observationsOutsideTheirSpaceArriveBitForBit() {
    return EdgeSpaces.outside().entrySet().stream()
        .map(
            edge ->
                DynamicTest.dynamicTest(
                    edge.getKey(),
                    () -> {
                      NdArray outside = (NdArray) edge.getValue().value();
                      try (Environment environment =
                          server.connection().make(echo(edge.getValue().space()))) {
                        ResetResult reset =
                            environment.reset(
                                new ResetOptions(
                                    OptionalLong.empty(), Map.of("observation", outside)));
                        assertThat(reset.observation()).isEqualTo(outside);
                        assertThat(reset.info()).containsEntry("text", PlainText.value(outside));
                      }
                    }))
        .toList();
  }

  private static void assertSame(String name, Space space, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    try (Environment environment = server.connection().make(echo(space))) {
      assertThat(environment.observationSpace()).as(name).isEqualTo(space);
      assertThat(environment.actionSpace()).as(name).isEqualTo(space);
      for (int i = 0; i < VALUES; i++) {
        ResetResult reset = environment.reset(seed + i);
        assertThat(space.contains(reset.observation()))
            .as("%s: %s contains Gymnasium's %s", name, space, reset.observation())
            .isTrue();
        assertThat(PlainText.value(reset.observation())).as(name).isEqualTo(text(reset.info()));
        assertEchoed(name, environment, space.sample(random));
      }
    } catch (RuntimeException e) {
      throw new AssertionError("%s: %s: %s".formatted(name, space, e.getMessage()), e);
    }
  }

  private static void assertEchoed(String name, Environment environment, Value action) {
    StepResult step = environment.step(action);
    assertThat(step.reward())
        .as("%s: Gymnasium's %s contains %s", name, environment.actionSpace(), action)
        .isEqualTo(1.0);
    assertThat(step.observation()).as(name).isEqualTo(action);
    assertThat(PlainText.value(action)).as(name).isEqualTo(text(step.info()));
  }

  private static Object text(Map<String, Object> info) {
    return info.get("text");
  }

  @Test
  @Tag("thorough")
  void generatedSpacesMeanTheSameInVectors() {
    List<Long> seeds =
        LongStream.range(FIRST_SEED, FIRST_SEED + MORE_SPACES)
            .filter(seed -> gymnasiumKnows(SpaceGenerator.any(seed)))
            .filter(seed -> gymnasiumIterates(SpaceGenerator.any(seed)))
            .boxed()
            .toList();
    assertThat(seeds).hasSizeGreaterThan(MORE_SPACES * 2 / 3);
    seeds.forEach(
        seed ->
            assertSameInVector("seed " + seed, SpaceGenerator.any(seed), seed, Vectorization.SYNC));
  }

  @Test
  void edgesOfSpacesMeanTheSameInVectors() {
    EdgeSpaces.all()
        .forEach(
            (name, space) -> {
              if (gymnasiumIterates(space)) {
                assertSameInVector(name, space, 7, Vectorization.SYNC);
              }
            });
  }

  @Test
  void everySpaceAtOnceMeansTheSameInProcessesOfItsOwn() {
    assertSameInVector("everything", EdgeSpaces.everything(), 7, Vectorization.ASYNC);
  }

  /**
   * Whether Gymnasium's own {@code iterate} takes a batch apart, which vectors do with their
   * actions: not where a Tuple or Dict is empty, and it gives a scalar where only an array of no
   * dimensions is contained.
   */
  private static boolean gymnasiumIterates(Space space) {
    if (space instanceof Tuple || space instanceof Dict) {
      return !parts(space).isEmpty()
          && parts(space).stream().allMatch(SpacesAcrossLanguagesIT::gymnasiumIterates);
    }
    return !(space instanceof MultiDiscrete discrete && discrete.shape().length == 0)
        && !(space instanceof MultiBinary binary && binary.shape().isEmpty());
  }

  /**
   * Whether Gymnasium can do with a space what it does with all: a stacked sequence it iterates.
   */
  private static boolean gymnasiumKnows(Space space) {
    return !(space instanceof Sequence sequence
            && sequence.stacked()
            && !gymnasiumIterates(sequence.element()))
        && parts(space).stream().allMatch(SpacesAcrossLanguagesIT::gymnasiumKnows);
  }

  private static List<Space> parts(Space space) {
    if (space instanceof Tuple tuple) {
      return tuple.spaces();
    }
    if (space instanceof OneOf oneOf) {
      return oneOf.spaces();
    }
    if (space instanceof Dict dict) {
      return List.copyOf(dict.spaces().values());
    }
    return space instanceof Sequence sequence ? List.of(sequence.element()) : List.of();
  }

  private static void assertSameInVector(
      String name, Space space, long seed, Vectorization vectorization) {
    int n = 1 + (int) (seed % 4);
    RandomGenerator random = new SplittableRandom(seed);
    try (VectorEnvironment environments =
        server.connection().makeVector(echo(space), n, AutoresetMode.NEXT_STEP, vectorization)) {
      assertThat(environments.singleObservationSpace()).as(name).isEqualTo(space);
      VectorResetResult reset = environments.reset(seed);
      List<Value> observed = space.unstack(reset.observation(), n);
      assertThat(observed)
          .as("%s: %s contains what Gymnasium samples", name, space)
          .allMatch(space::contains);
      assertThat(observed.stream().map(PlainText::value).toList())
          .as(name)
          .isEqualTo(text(reset.info()));
      List<Value> actions = IntStream.range(0, n).mapToObj(i -> space.sample(random)).toList();
      VectorStepResult step = environments.step(space.stack(actions));
      assertThat(step.rewards())
          .as("%s: Gymnasium's %s contains %s", name, space, actions)
          .containsOnly(1.0);
      assertThat(space.unstack(step.observation(), n)).as(name).isEqualTo(actions);
      assertThat(actions.stream().map(PlainText::value).toList())
          .as(name)
          .isEqualTo(text(step.info()));
    } catch (RuntimeException e) {
      throw new AssertionError("%s: %s: %s".formatted(name, space, e.getMessage()), e);
    }
  }
}
