package dev.gymbridge.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.proto.v1.Box;
import org.junit.jupiter.api.Test;

final class SpaceCodecTest {
  private static final dev.gymbridge.proto.v1.DType UINT8 =
      dev.gymbridge.proto.v1.DType.DTYPE_UINT8;

  private static dev.gymbridge.proto.v1.Space box(Box.Builder box) {
    return dev.gymbridge.proto.v1.Space.newBuilder().setBox(box).build();
  }

  private static void assertMalformed(dev.gymbridge.proto.v1.Space space, String message) {
    assertThatThrownBy(() -> SpaceCodec.decode(space))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void keepsTheOrderOfKeys() {
    Dict space = Dict.of("b", new Discrete(2), "a", new Discrete(3, -1, DType.INT8));

    assertThat(SpaceCodec.decode(SpaceCodec.encode(space))).isEqualTo(space);
  }

  @Test
  void aBoxOfOtherBytesThanItsShapeTakesIsMalformed() {
    ByteString four = ByteString.copyFrom(new byte[4]);

    assertMalformed(
        box(Box.newBuilder().setDtype(UINT8).addShape(3).setLow(four).setHigh(four)),
        "takes 3 bytes");
    assertMalformed(
        box(Box.newBuilder().setDtype(UINT8).addShape(-1).setLow(four).setHigh(four)), "[-1]");
    assertMalformed(
        box(Box.newBuilder().setDtype(UINT8).addShape(1 << 16).addShape(1 << 16)), "65536");
    assertMalformed(box(Box.newBuilder().addShape(4).setLow(four).setHigh(four)), "no known dtype");
  }

  @Test
  void whatASpaceRefusesIsMalformed() {
    var message = dev.gymbridge.proto.v1.Space.newBuilder();

    assertMalformed(message.build(), "no kind");
    message.getDiscreteBuilder().setN(-1).setDtype(UINT8);
    assertMalformed(message.build(), "n must be at least 1, got -1");
    message.getTextBuilder().setMinLength(2).setMaxLength(1);
    assertMalformed(message.build(), "2 and 1");
    message.getTextBuilder().setMinLength(0).setMaxLength(1).setCharset("aa");
    assertMalformed(message.build(), "each character once");
    message.getOneOfBuilder();
    assertMalformed(message.build(), "at least 1 space");
    message.getGraphBuilder().getNodeBuilder().getTupleBuilder();
    assertMalformed(message.build(), "Box or a Discrete");
  }

  @Test
  void aKeyThatComesTwiceIsMalformed() {
    var message = dev.gymbridge.proto.v1.Space.newBuilder();
    var entry =
        dev.gymbridge.proto.v1.DictEntry.newBuilder()
            .setKey("a")
            .setSpace(SpaceCodec.encode(new Discrete(2)));
    message.getDictBuilder().addEntries(entry).addEntries(entry);

    assertMalformed(message.build(), "key \"a\" twice");
  }

  @Test
  void aSpaceNestedTooDeepIsMalformed() {
    Space space = new Discrete(2);
    for (int i = 0; i < 63; i++) {
      space = Tuple.of(space);
    }

    assertThat(SpaceCodec.decode(SpaceCodec.encode(space))).isEqualTo(space);
    assertMalformed(SpaceCodec.encode(Tuple.of(space)), "at most 64 deep");
  }
}
