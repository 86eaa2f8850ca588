package dev.gymbridge.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.proto.v1.Data;
import dev.gymbridge.proto.v1.DataEntry;
import dev.gymbridge.proto.v1.DataMap;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DataCodecTest {
  private static DataMap entry(Data.Builder value) {
    return DataMap.newBuilder()
        .addEntries(DataEntry.newBuilder().setKey("a").setValue(value))
        .build();
  }

  @Test
  void everyKindComesBackAsItWentInOrder() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("null", null);
    map.put("bool", true);
    map.put("long", Long.MIN_VALUE);
    map.put("whole", new BigInteger("-12345678901234567890"));
    map.put("double", Double.NEGATIVE_INFINITY);
    map.put("string", "é");
    map.put("array", NdArray.of(new float[] {1, 2}, 1, 2));
    map.put("list", Arrays.asList(1L, null, List.of("x")));
    map.put("map", Map.of("k", Map.of()));

    Map<String, Object> decoded = DataCodec.decodeMap(DataCodec.encodeMap(map));

    assertThat(decoded).isEqualTo(map);
    assertThat(decoded.keySet()).containsExactlyElementsOf(map.keySet());
  }

  @Test
  void narrowerNumbersWidenAndBytesAreCopied() {
    byte[] bytes = {1, 2};
    Map<String, Object> decoded =
        DataCodec.decodeMap(
            DataCodec.encodeMap(Map.of("i", 7, "s", (short) 7, "f", 0.5f, "b", bytes)));
    bytes[0] = 9;

    assertThat(decoded).containsEntry("i", 7L).containsEntry("s", 7L).containsEntry("f", 0.5);
    assertThat(decoded.get("b")).isEqualTo(new byte[] {1, 2});
  }

  @Test
  void aWholeNumberThatIsNoneIsMalformed() {
    for (String text : List.of("", "1e5", "0x1", "1".repeat(2000))) {
      assertThatThrownBy(() -> DataCodec.decodeMap(entry(Data.newBuilder().setBigIntValue(text))))
          .isInstanceOf(MalformedMessageException.class)
          .hasMessageContaining("a large integer must have at most 1300 decimal digits");
    }
  }

  @Test
  void whatHasNoFormOfItsOwnIsItsRepr() {
    assertThat(DataCodec.decodeMap(entry(Data.newBuilder().setOpaqueValue("<object>"))))
        .isEqualTo(Map.of("a", "<object>"));
  }

  @Test
  void saysWhereSomethingHasNoForm() {
    assertThatThrownBy(
            () -> DataCodec.encodeMap(Map.of("goal", List.of(1, Map.of("x", new Object())))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got a java.lang.Object at goal[1].x");
    assertThatThrownBy(() -> DataCodec.encodeMap(Map.of("goal", Map.of(1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keys must be strings, got 1 at goal");
  }

  @Test
  void aListThatContainsItselfIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(list);

    assertThatThrownBy(() -> DataCodec.encodeMap(Map.of("a", list)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 64 deep");
  }

  @Test
  void malformedDataIsRefused() {
    Data.Builder deep = Data.newBuilder().setBoolValue(true);
    for (int i = 0; i < 64; i++) {
      Data.Builder outer = Data.newBuilder();
      outer.getListValueBuilder().addItems(deep);
      deep = outer;
    }
    Data.Builder array = Data.newBuilder();
    array
        .getArrayValueBuilder()
        .setDtype(DTypes.encode(dev.gymbridge.env.space.DType.INT8))
        .addShape(-1);

    for (DataMap message :
        List.of(
            entry(Data.newBuilder()),
            entry(deep),
            entry(array),
            entry(Data.newBuilder().setBoolValue(true)).toBuilder()
                .mergeFrom(entry(Data.newBuilder().setBoolValue(true)))
                .build())) {
      assertThatThrownBy(() -> DataCodec.decodeMap(message))
          .isInstanceOf(MalformedMessageException.class);
    }
  }
}
