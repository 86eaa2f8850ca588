package dev.gymbridge.env.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every space, tried on random nested ones. */
final class SpacePropertiesTest {
  private static List<Value> samples(Space space, int n, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return IntStream.range(0, n).mapToObj(i -> space.sample(random)).toList();
  }

  @Property(tries = 1000)
  void aSampleIsContainedAndReproducible(@ForAll long seed) {
    Space space = SpaceGenerator.any(seed);

    assertThat(samples(space, 3, seed))
        .allMatch(space::contains)
        .isEqualTo(samples(space, 3, seed));
  }

  @Property(tries = 1000)
  void equalSpacesAreMadeFromEqualSeedsAndReadAlike(@ForAll long seed) {
    Space space = SpaceGenerator.any(seed);

    assertThat(space)
        .isEqualTo(SpaceGenerator.any(seed))
        .hasSameHashCodeAs(SpaceGenerator.any(seed));
    assertThat(space.toString()).isNotBlank().isEqualTo(SpaceGenerator.any(seed).toString());
  }

  @Property(tries = 1000)
  void unflattenIsTheInverseOfFlatten(@ForAll long seed) {
    Space space = SpaceGenerator.flattenable(seed);
    float[] target = new float[space.flatSize() + 2];
    Arrays.fill(target, 77);
    // Through the flat form once, since float64 values need not fit it exactly.
    space.flatten(samples(space, 1, seed).get(0), target, 1);
    Value value = space.unflatten(target, 1);

    space.flatten(value, target, 1);

    assertThat(space.unflatten(target, 1)).isEqualTo(value);
    assertThat(new float[] {target[0], target[target.length - 1]}).containsOnly(77);
  }

  @Property(tries = 1000)
  void stackMakesAValueOfTheBatchAndUnstackTakesItApart(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int n) {
    Space space = SpaceGenerator.any(seed);
    List<Value> values = samples(space, n, seed);

    Value batch = space.stack(values);

    assertThat(space.batch(n).contains(batch)).isTrue();
    assertThat(space.unstack(batch, n)).isEqualTo(values);
    assertThat(space.unstack(space.stack(List.of()), 0)).isEmpty();
  }

  @Property(tries = 1000)
  void flattenBatchWritesTheRowsThatFlattenWrites(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int n) {
    Space space = SpaceGenerator.flattenable(seed);
    List<Value> values = samples(space, n, seed);
    int size = space.flatSize();
    float[] expected = new float[n * size];
    float[] target = new float[n * size];
    Arrays.fill(target, 77);

    for (int i = 0; i < n; i++) {
      space.flatten(values.get(i), expected, i * size);
    }
    space.flattenBatch(space.stack(values), n, target);

    assertThat(target).isEqualTo(expected);
  }

  @Property(tries = 1000)
  void aValueOfAnotherSpaceIsNotContainedAndNeverAnError(@ForAll long seed, @ForAll long other) {
    Space space = SpaceGenerator.any(seed);
    Value value = samples(SpaceGenerator.any(other), 1, other).get(0);

    // Either answer may be right; what is asked is that there is one.
    assertThat(space.contains(value)).isIn(true, false);
  }

  @Property(tries = 1000)
  void jsonIsReadByAParser(@ForAll long seed) {
    Space space = SpaceGenerator.any(seed);

    assertThat(com.google.gson.JsonParser.parseString(space.toJson()).getAsJsonObject().get("type"))
        .isEqualTo(new com.google.gson.JsonPrimitive(space.getClass().getSimpleName()));
  }
}
