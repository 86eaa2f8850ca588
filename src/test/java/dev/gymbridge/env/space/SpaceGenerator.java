package dev.gymbridge.env.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random nested spaces for property tests; the same seed gives the same space. */
public final class SpaceGenerator {
  private static final String CHARACTERS = "abc01é☃😀\"\\\n";

  private final RandomGenerator random;
  private final boolean flattenable;

  private SpaceGenerator(RandomGenerator random, boolean flattenable) {
    this.random = random;
    this.flattenable = flattenable;
  }

  /** Any space. */
  public static Space any(long seed) {
    return new SpaceGenerator(new SplittableRandom(seed), false).space(3);
  }

  /** A space whose values have a flat form. */
  public static Space flattenable(long seed) {
    return new SpaceGenerator(new SplittableRandom(seed), true).space(3);
  }

  private Space space(int depth) {
    int kind = random.nextInt(depth == 0 ? 5 : flattenable ? 8 : 10);
    return switch (kind) {
      case 0 -> box();
      case 1 -> discrete();
      case 2 -> multiDiscrete();
      case 3 -> MultiBinary.of(shape(1));
      case 4 -> text();
      case 5 -> new Tuple(several(0, depth - 1));
      case 6 -> dict(depth - 1);
      case 7 -> new OneOf(several(1, depth - 1));
      case 8 -> new Sequence(space(depth - 1), random.nextBoolean());
      default -> new Graph(array(), random.nextBoolean() ? array() : null);
    };
  }

  private Space array() {
    return random.nextBoolean() ? box() : discrete();
  }

  private int[] shape(int leastDimension) {
    return random.ints(random.nextInt(4), leastDimension, 4).toArray();
  }

  private Box box() {
    DType dtype = oneOf(List.of(DType.values()));
    int[] shape = shape(0);
    if (!dtype.isFloat()) {
      // Within what a float holds exactly, so that the flat form is no loss.
      long least = Math.max(dtype.least(), -1000);
      long greatest =
          dtype.least() == 0 && dtype.bytes() == 8 ? 1000 : Math.min(dtype.greatest(), 1000);
      long low = random.nextLong(least, greatest + 1);
      return Box.of(low, random.nextLong(low, greatest + 1), dtype, shape);
    }
    double low = random.nextInt(3) == 0 ? Double.NEGATIVE_INFINITY : random.nextInt(-9, 1);
    double high = random.nextInt(3) == 0 ? Double.POSITIVE_INFINITY : random.nextInt(1, 9);
    return Box.of(low, high, dtype, shape);
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private DType integerType() {
    return oneOf(Arrays.stream(DType.values()).filter(DType::isInteger).toList());
  }

  private Discrete discrete() {
    DType dtype = integerType();
    return new Discrete(random.nextInt(1, 9), start(dtype), dtype);
  }

  private long start(DType dtype) {
    return random.nextInt(dtype.least() == 0 ? 0 : -5, 6);
  }

  private MultiDiscrete multiDiscrete() {
    DType dtype = integerType();
    int[] shape = shape(0);
    return new MultiDiscrete(
        Elements.ofLongs(DType.INT64, shape, i -> random.nextInt(1, 5)),
        Elements.ofLongs(DType.INT64, shape, i -> start(dtype)),
        dtype);
  }

  private Text text() {
    int least = random.nextInt(3);
    return new Text(least, least + random.nextInt(4), CHARACTERS);
  }

  private List<Space> several(int least, int depth) {
    List<Space> spaces = new ArrayList<>();
    for (int i = random.nextInt(least, 4); i > 0; i--) {
      spaces.add(space(depth));
    }
    return spaces;
  }

  private Dict dict(int depth) {
    Map<String, Space> spaces = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      spaces.put("key " + random.nextInt(100), space(depth));
    }
    return new Dict(spaces);
  }
}
