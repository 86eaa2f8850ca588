package dev.gymbridge.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Graph;
import dev.gymbridge.env.space.GraphValue;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.OneOf;
import dev.gymbridge.env.space.OneOfValue;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.SequenceValue;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Text;
import dev.gymbridge.env.space.TextValue;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValueCodecTest {
  private static final Discrete BYTE = new Discrete(9, 0, DType.UINT8);

  private static NdArray bytes(int... elements) {
    return NdArray.ofInts(elements).asType(DType.UINT8);
  }

  private static TupleValue batch(Value... values) {
    return new TupleValue(List.of(values));
  }

  private static List<String> encoded(Space space, Value batch, int n) {
    return ValueCodec.of(space).encodeBatch(batch, n).getLeavesList().stream()
        .map(leaf -> HexFormat.of().formatHex(leaf.toByteArray()))
        .toList();
  }

  private static Value decoded(Space space, int n, String... leaves) {
    var message = dev.gymbridge.proto.v1.Value.newBuilder();
    for (String leaf : leaves) {
      message.addLeaves(ByteString.copyFrom(HexFormat.of().parseHex(leaf)));
    }
    return ValueCodec.of(space).decodeBatch(message.build(), n);
  }

  @Test
  void arraysAreLittleEndianRowMajorInTheDtypeOfTheSpace() {
    Box space = Box.of(0, 1000, DType.UINT16, 2);

    assertThat(encoded(space, NdArray.of(new long[] {1, 2, 3, 515}, 2, 2), 2))
        .containsExactly("0100020003000302");
  }

  @Test
  void aTextIsLengthsInBytesAndBytes() {
    assertThat(encoded(new Text(0, 9, "aé"), batch(new TextValue("aé"), new TextValue("")), 2))
        .containsExactly("0300000000000000", "61c3a9");
  }

  @Test
  void aDictIsTheLeavesOfItsSpacesInItsOrder() {
    Dict space = Dict.of("b", BYTE, "a", Tuple.of(BYTE, BYTE));
    Value value = space.unstack(decoded(space, 1, "01", "02", "03"), 1).get(0);

    assertThat(value)
        .hasToString(
            "DictValue[values={b=uint8[]{1}, a=TupleValue[values=[uint8[]{2}, uint8[]{3}]]}]");
  }

  @Test
  void aSequenceIsLengthsAndOneBatchOfAllElements() {
    Value one = new SequenceValue(List.of(bytes(1, 2).row(0), bytes(1, 2).row(1)));
    Value none = new SequenceValue(List.of());

    assertThat(encoded(new Sequence(BYTE), batch(one, none, one), 3))
        .containsExactly("020000000000000002000000", "01020102");
  }

  @Test
  void aGraphIsCountsAndArraysOfAllGraphs() {
    Value linked = new GraphValue(bytes(1, 2), bytes(7), NdArray.of(new long[] {0, 1}, 1, 2));
    Value bare = new GraphValue(bytes(3), null, null);

    assertThat(encoded(new Graph(BYTE, BYTE), batch(linked, bare), 2))
        .containsExactly(
            "0200000001000000", "010203", "01000000ffffffff", "07", "0000000001000000");
    assertThat(encoded(new Graph(BYTE, null), batch(bare), 1))
        .containsExactly("01000000", "03", "ffffffff", "");
  }

  @Test
  void aChoiceIsIndicesAndABatchForEachAlternative() {
    OneOf space = OneOf.of(BYTE, new Text(5));
    NdArray four = bytes(4).row(0);

    assertThat(
            encoded(
                space,
                batch(
                    new OneOfValue(1, new TextValue("a")),
                    new OneOfValue(0, four),
                    new OneOfValue(1, new TextValue("b"))),
                3))
        .containsExactly("010000000000000001000000", "04", "0100000001000000", "6162");
  }

  @Test
  void aDecodedArrayIsAViewOfTheMessage() {
    ByteString leaf = ByteString.copyFrom(new byte[] {1, 2});
    NdArray array =
        (NdArray)
            ValueCodec.of(BYTE)
                .decodeBatch(dev.gymbridge.proto.v1.Value.newBuilder().addLeaves(leaf).build(), 2);

    assertThat(array).isEqualTo(bytes(1, 2));
    assertThat(array.bytes().isReadOnly()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', the next should be an array of uint8",
    "'0102', takes 1 bytes",
    "'01;02', must have 1 leaves; got 2"
  })
  void anArrayOfOtherBytesIsMalformed(String leaves, String message) {
    String[] hex = leaves.isEmpty() ? new String[0] : leaves.split(";");

    assertThatThrownBy(() -> decoded(BYTE, 1, hex))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(message.replace("; got", ", got"));
  }

  @Test
  void aBoolThatIsNeither0Nor1IsMalformed() {
    assertThatThrownBy(() -> decoded(Box.of(0, 1, DType.BOOL, 2), 1, "0102"))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("a bool must be 0 or 1, got 2");
  }

  @Test
  void textThatIsNotUtf8OrOfOtherLengthIsMalformed() {
    Text space = new Text(5);

    assertMalformed("UTF-8", () -> decoded(space, 1, "01000000", "ff"));
    // A character of two bytes, cut between two strings.
    assertMalformed("UTF-8", () -> decoded(space, 2, "0100000001000000", "c3a9"));
    assertMalformed("got 1", () -> decoded(space, 1, "02000000", "61"));
    assertMalformed("got -1", () -> decoded(space, 1, "ffffffff", ""));
  }

  @Test
  void manySmallEmptyPartsAreRefusedWithoutBeingAllocated() {
    Tuple empties = new Tuple(java.util.Collections.nCopies(200, Tuple.of()));
    // 65,536 elements, or as many choices, of 200 empty tuples each.
    assertMalformed("got 13107200", () -> decoded(new Sequence(empties), 1, "00000100"));
    Sequence choices = new Sequence(new OneOf(List.of(empties)));
    String zeros = "00000000".repeat(65_536);
    assertMalformed("got 13107200", () -> decoded(choices, 1, "00000100", zeros));
  }

  @Test
  void hugeLengthsAreRefusedWithoutBeingAllocated() {
    assertMalformed(
        "must sum to at most", () -> decoded(new Sequence(BYTE), 2, "ffffff7fffffff7f", ""));
    assertMalformed("takes 2147483647 bytes", () -> decoded(new Sequence(BYTE), 1, "ffffff7f", ""));
    assertMalformed(
        "must have 8589934588 bytes",
        () -> decoded(new Sequence(new Sequence(BYTE)), 1, "ffffff7f", "", ""));
    assertMalformed(
        "parts of no bytes, got 2147483647",
        () -> decoded(new Sequence(Tuple.of()), 1, "ffffff7f"));
    assertMalformed(
        "takes 2147483647 bytes", () -> decoded(new Graph(BYTE, null), 1, "ffffff7f", ""));
  }

  @Test
  void anIndexOutsideAChoiceIsMalformed() {
    OneOf space = OneOf.of(BYTE, BYTE);

    assertMalformed("must be in [0, 1], got 2", () -> decoded(space, 1, "02000000", "", "01"));
    assertMalformed("got -1", () -> decoded(space, 1, "ffffffff", "", "01"));
  }

  @Test
  void anEdgeToNoNodeIsMalformed() {
    Graph space = new Graph(BYTE, BYTE);

    assertMalformed(
        "must be in [0, 1), got 1",
        () -> decoded(space, 1, "01000000", "03", "01000000", "07", "0000000001000000"));
    assertMalformed("got -2", () -> decoded(space, 1, "01000000", "03", "feffffff", "", ""));
    assertMalformed(
        "must be in [-1, -1], got 0",
        () -> decoded(new Graph(BYTE, null), 1, "01000000", "03", "00000000", ""));
  }

  private static void assertMalformed(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable decoding) {
    assertThatThrownBy(decoding)
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aValueOfAnotherKindOrShapeIsNotEncoded() {
    ValueCodec codec = ValueCodec.of(Dict.of("a", BYTE));

    assertThatThrownBy(() -> ValueCodec.of(BYTE).encode(bytes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have the shape [] here, got [1]");
    assertThatThrownBy(() -> codec.encode(bytes(1))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec.encodeBatch(batch(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
