package dev.gymbridge.dqn;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.network.InputScale;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import dev.gymbridge.network.OneHot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the observations of a space look like to a network. */
public final class ObservationShapes {
  /** A picture in shades of grey has so many pixels a side; a smaller table is no picture. */
  private static final int SMALLEST_GREY_SIDE = 8;

  private ObservationShapes() {}

  /**
   * Bytes for a {@link Box} of bool, or of uint8 with the bounds 0 and 255 or 0 and 1, in its own
   * dimensions; floats for any other space: of a Box of three dimensions in these, else in a row,
   * in which whole numbers are one-hot.
   *
   * <p>Bytes of two dimensions are a picture of one channel.
   *
   * @throws UnsupportedOperationException if the observations differ in size
   */
  public static ObservationShape of(Space space) {
    if (space instanceof Discrete discrete) {
      return ObservationShape.oneHot(
          space.flatSize(), new OneHot(List.of(), List.of(-discrete.start())));
    }
    if (space instanceof MultiDiscrete several) {
      return ObservationShape.oneHot(space.flatSize(), oneHot(several));
    }
    if (!(space instanceof Box box)) {
      return ObservationShape.flat(space.flatSize());
    }
    Element element = element(box);
    List<Integer> dimensions = new ArrayList<>(Arrays.stream(box.shape()).boxed().toList());
    if (dimensions.isEmpty() || (element == Element.FLOAT32 && dimensions.size() != 3)) {
      return new ObservationShape(List.of(space.flatSize()), element, scale(box), null);
    }
    if (dimensions.size() == 2
        && Math.min(dimensions.get(0), dimensions.get(1)) >= SMALLEST_GREY_SIDE) {
      dimensions.add(1);
    }
    return new ObservationShape(dimensions, element);
  }

  private static OneHot oneHot(MultiDiscrete space) {
    List<Long> shifts = new ArrayList<>();
    long place = 0;
    for (int i = 0; i < space.nvec().size(); i++) {
      shifts.add(place - space.start().getLong(i));
      place += space.nvec().getLong(i);
    }
    return new OneHot(Arrays.stream(space.shape()).boxed().toList(), shifts);
  }

  /**
   * What stretches floats with narrow bounds; null where there is none. Wide bounds say little:
   * what is met may be far within them.
   */
  private static @Nullable InputScale scale(Box box) {
    int size = box.low().size();
    // Before anything is collected: an observation of millions would take seconds.
    if (!box.dtype().isFloat() || IntStream.range(0, size).noneMatch(i -> isNarrow(box, i))) {
      return null;
    }
    List<Float> centres = new ArrayList<>(size);
    List<Float> halfWidths = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      boolean narrow = isNarrow(box, i);
      centres.add(narrow ? (float) (box.low().getDouble(i) + halfWidth(box, i)) : 0);
      halfWidths.add(narrow ? (float) halfWidth(box, i) : 1);
    }
    return new InputScale(centres, halfWidths);
  }

  private static boolean isNarrow(Box box, int i) {
    double half = halfWidth(box, i);
    return half > 0 && half < 1;
  }

  private static double halfWidth(Box box, int i) {
    return (box.high().getDouble(i) - box.low().getDouble(i)) / 2;
  }

  private static Element element(Box box) {
    if (box.dtype() == DType.BOOL) {
      return Element.BOOL;
    }
    if (box.dtype() != DType.UINT8 || !isAll(box.low(), 0)) {
      return Element.FLOAT32;
    }
    if (isAll(box.high(), 255)) {
      return Element.UINT8;
    }
    // Other bytes are counts of something: scaled by 255 they would be next to nothing.
    return isAll(box.high(), 1) ? Element.BOOL : Element.FLOAT32;
  }

  private static boolean isAll(NdArray bounds, long value) {
    for (int i = 0; i < bounds.size(); i++) {
      if (bounds.getLong(i) != value) {
        return false;
      }
    }
    return true;
  }
}
