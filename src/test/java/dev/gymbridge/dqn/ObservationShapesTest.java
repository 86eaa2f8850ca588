package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.network.InputScale;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import dev.gymbridge.network.OneHot;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ObservationShapesTest {
  private static ObservationShape bytes(long high, int... shape) {
    return ObservationShapes.of(Box.of(0, high, DType.UINT8, shape));
  }

  @Test
  void bytesOfColoursStayBytesInTheirDimensions() {
    assertThat(bytes(255, 84, 84, 4))
        .isEqualTo(new ObservationShape(List.of(84, 84, 4), Element.UINT8));
    assertThat(bytes(255, 128)).isEqualTo(new ObservationShape(List.of(128), Element.UINT8));
    assertThat(bytes(255)).isEqualTo(new ObservationShape(List.of(1), Element.UINT8));
  }

  @Test
  void aPictureInShadesOfGreyHasOneChannel() {
    assertThat(bytes(255, 84, 80).dimensions()).containsExactly(84, 80, 1);
    assertThat(bytes(255, 3, 80).dimensions()).containsExactly(3, 80);
  }

  @Test
  void bitsAreNotScaled() {
    assertThat(bytes(1, 10, 10, 4).element()).isEqualTo(Element.BOOL);
    assertThat(ObservationShapes.of(Box.of(0, 1, DType.BOOL, 10, 10, 4)))
        .isEqualTo(new ObservationShape(List.of(10, 10, 4), Element.BOOL));
  }

  @Test
  void floatsAreStretchedWhereTheirBoundsAreNarrow() {
    Box box =
        Box.of(
            new float[] {-1.2f, -0.07f, Float.NEGATIVE_INFINITY, -28},
            new float[] {0.6f, 0.07f, Float.POSITIVE_INFINITY, 28});

    InputScale scale = Objects.requireNonNull(ObservationShapes.of(box).scale());

    assertThat(scale.centres().get(0)).isCloseTo(-0.3f, within(1e-6f));
    assertThat(scale.halfWidths().get(0)).isCloseTo(0.9f, within(1e-6f));
    assertThat(scale.halfWidths().get(1)).isCloseTo(0.07f, within(1e-6f));
    assertThat(scale.centres().subList(1, 4)).containsExactly(0f, 0f, 0f);
    assertThat(scale.halfWidths().subList(2, 4)).containsExactly(1f, 1f);
  }

  @Test
  void whatHasNoNarrowBoundsHasNoScale() {
    assertThat(ObservationShapes.of(Box.of(-1, 1, DType.FLOAT32, 3)).scale()).isNull();
    assertThat(ObservationShapes.of(new Discrete(5)).scale()).isNull();
  }

  @Test
  void aMillionWideBoundsAreReadWithoutCollectingAnything() {
    Box box = Box.of(-1, 1, DType.FLOAT32, 1_000_000);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();

    assertThat(ObservationShapes.of(box).scale()).isNull();

    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(4_000_000);
  }

  @Test
  void wholeNumbersAreOneHotAtTheirPlaces() {
    assertThat(ObservationShapes.of(new Discrete(5, -2)))
        .isEqualTo(ObservationShape.oneHot(5, new OneHot(List.of(), List.of(2L))));
    assertThat(ObservationShapes.of(MultiDiscrete.of(new long[] {3, 4}, new long[] {1, -2})))
        .isEqualTo(ObservationShape.oneHot(7, new OneHot(List.of(2), List.of(-1L, 5L))));
  }

  @Test
  void countsAreFloats() {
    assertThat(bytes(2, 3, 3)).isEqualTo(ObservationShape.flat(9));
    assertThat(bytes(9, 8, 8, 2))
        .isEqualTo(new ObservationShape(List.of(8, 8, 2), Element.FLOAT32));
  }
}
