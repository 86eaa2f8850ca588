package dev.gymbridge.dqn;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import java.util.Arrays;
import java.util.List;

/** What the observations of a space look like to a network. */
public final class ObservationShapes {
  private ObservationShapes() {}

  /**
   * A picture of bytes for a {@link Box} of uint8 or bool with three dimensions, else floats in a
   * row.
   *
   * @throws UnsupportedOperationException if the observations differ in size
   */
  public static ObservationShape of(Space space) {
    if (space instanceof Box box && box.shape().length == 3) {
      if (box.dtype() == DType.UINT8) {
        return new ObservationShape(dimensions(box), Element.UINT8);
      }
      if (box.dtype() == DType.BOOL) {
        return new ObservationShape(dimensions(box), Element.BOOL);
      }
    }
    return ObservationShape.flat(space.flatSize());
  }

  private static List<Integer> dimensions(Box box) {
    return Arrays.stream(box.shape()).boxed().toList();
  }
}
