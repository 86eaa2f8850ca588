package dev.gymbridge.env.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class NdArrayTest {
  @Test
  void asTypeTruncatesFloatsAndWrapsIntegersAsNumpyDoes() {
    NdArray floats = NdArray.of(new double[] {-1.9, 2.9, 300}, 3);

    assertThat(floats.asType(DType.INT16).toLongs()).containsExactly(-1, 2, 300);
    assertThat(NdArray.of(new long[] {300, -1}, 2).asType(DType.UINT8).toLongs())
        .containsExactly(44, 255);
    assertThat(NdArray.of(new long[] {0, -7}, 2).asType(DType.BOOL).toLongs())
        .containsExactly(0, 1);
    assertThat(floats.asType(DType.FLOAT64)).isSameAs(floats);
  }

  @Test
  void keepsTheUpperHalfOfUint64() {
    NdArray huge = NdArray.of(new double[] {0x1p63}, 1).asType(DType.UINT64);

    assertThat(huge.getLong(0)).isEqualTo(Long.MIN_VALUE);
    assertThat(huge.asType(DType.FLOAT64).getDouble(0)).isEqualTo(0x1p63);
    assertThat(huge).hasToString("uint64[1]{9223372036854775808}");
  }

  @Test
  void copiesFewAndManyFloatsAlike() {
    for (int size : new int[] {0, 1, 64, 65, 1000}) {
      float[] elements = new float[size];
      for (int i = 0; i < size; i++) {
        elements[i] = i * 0.5f;
      }
      assertThat(NdArray.of(elements, size).toFloats()).isEqualTo(elements);
    }
  }

  @Test
  void copiesFromAWrappedSliceWhereItBegins() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {9, 9, 9, 9, 0, 0, (byte) 0x80, 0x3F});

    assertThat(NdArray.wrap(DType.FLOAT32, bytes.position(4), 1).getFloat(0)).isEqualTo(1f);
  }

  @Test
  void aShapeThatNoArrayHasIsRefusedBeforeAnythingIsAllocated() {
    assertThatThrownBy(() -> Shapes.size(new int[] {1 << 16, 1 << 16}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[65536, 65536]");
    assertThatThrownBy(() -> Shapes.size(new int[65]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an array has at most 64 dimensions, got 65");
    assertThatThrownBy(() -> Shapes.size(new int[] {0, -1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Shapes.size(new int[] {1 << 30, 1 << 30, 0, 1 << 30})).isZero();
  }

  @Test
  void reshapeSharesTheElements() {
    NdArray array = NdArray.of(new float[] {1, 2, 3, 4}, 4);

    assertThat(array.reshape(2, 2).row(1)).isEqualTo(NdArray.of(new float[] {3, 4}, 2));
    assertThatThrownBy(() -> array.reshape(3)).isInstanceOf(IllegalArgumentException.class);
  }
}
