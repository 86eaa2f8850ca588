package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import java.util.List;
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
  void countsAreFloats() {
    assertThat(bytes(2, 3, 3)).isEqualTo(ObservationShape.flat(9));
    assertThat(bytes(9, 8, 8, 2))
        .isEqualTo(new ObservationShape(List.of(8, 8, 2), Element.FLOAT32));
    assertThat(ObservationShapes.of(new Discrete(5))).isEqualTo(ObservationShape.flat(5));
  }
}
