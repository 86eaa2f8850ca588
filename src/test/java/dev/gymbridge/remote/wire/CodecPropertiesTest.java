package dev.gymbridge.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.SpaceGenerator;
import dev.gymbridge.env.space.Value;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for the codec of every space, tried on random nested ones. */
final class CodecPropertiesTest {
  private static Value batch(Space space, int n, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return space.stack(IntStream.range(0, n).mapToObj(i -> space.sample(random)).toList());
  }

  private static dev.gymbridge.proto.v1.Value reparsed(dev.gymbridge.proto.v1.Value message)
      throws InvalidProtocolBufferException {
    return dev.gymbridge.proto.v1.Value.parseFrom(message.toByteString());
  }

  @Property(tries = 2000)
  void aSpaceComesBackAsItWent(@ForAll long seed) throws InvalidProtocolBufferException {
    Space space = SpaceGenerator.any(seed);

    byte[] bytes = SpaceCodec.encode(space).toByteArray();

    assertThat(SpaceCodec.decode(dev.gymbridge.proto.v1.Space.parseFrom(bytes))).isEqualTo(space);
  }

  @Property(tries = 2000)
  void aValueComesBackAsItWent(@ForAll long seed) throws InvalidProtocolBufferException {
    Space space = SpaceGenerator.any(seed);
    ValueCodec codec = ValueCodec.of(space);
    Value value = space.sample(new SplittableRandom(seed));

    assertThat(codec.decode(reparsed(codec.encode(value)))).isEqualTo(value);
  }

  @Property(tries = 2000)
  void aBatchComesBackAsItWent(@ForAll long seed, @ForAll @IntRange(min = 0, max = 6) int n)
      throws InvalidProtocolBufferException {
    Space space = SpaceGenerator.any(seed);
    ValueCodec codec = ValueCodec.of(space);
    Value batch = batch(space, n, seed);

    assertThat(codec.decodeBatch(reparsed(codec.encodeBatch(batch, n)), n)).isEqualTo(batch);
  }

  @Property(tries = 500)
  void oneValueIsABatchOfOne(@ForAll long seed) {
    Space space = SpaceGenerator.any(seed);
    ValueCodec codec = ValueCodec.of(space);
    Value value = space.sample(new SplittableRandom(seed));

    assertThat(codec.encode(value)).isEqualTo(codec.encodeBatch(space.stack(List.of(value)), 1));
  }

  @Property(tries = 10_000)
  void damagedValuesGiveAValueOrAMalformedMessage(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int n) {
    Space space = SpaceGenerator.any(seed);
    ValueCodec codec = ValueCodec.of(space);
    byte[] bytes = codec.encodeBatch(batch(space, n, seed), n).toByteArray();
    damage(bytes, seed);

    Throwable thrown =
        catchThrowable(() -> codec.decodeBatch(dev.gymbridge.proto.v1.Value.parseFrom(bytes), n));

    requireTheOneException(thrown);
  }

  @Property(tries = 10_000)
  void damagedLeavesGiveAValueOrAMalformedMessage(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int n) {
    Space space = SpaceGenerator.any(seed);
    ValueCodec codec = ValueCodec.of(space);
    var message = codec.encodeBatch(batch(space, n, seed), n).toBuilder();
    RandomGenerator random = new SplittableRandom(~seed);
    if (message.getLeavesCount() > 0) {
      int leaf = random.nextInt(message.getLeavesCount());
      byte[] bytes = message.getLeaves(leaf).toByteArray();
      damage(bytes, seed);
      // Cut or lengthen it as well, now and then.
      int size = random.nextInt(3) == 0 ? random.nextInt(bytes.length + 2) : bytes.length;
      message.setLeaves(leaf, ByteString.copyFrom(java.util.Arrays.copyOf(bytes, size)));
    }

    requireTheOneException(catchThrowable(() -> codec.decodeBatch(message.build(), n)));
  }

  @Property(tries = 10_000)
  void damagedSpacesGiveASpaceOrAMalformedMessage(@ForAll long seed) {
    byte[] bytes = SpaceCodec.encode(SpaceGenerator.any(seed)).toByteArray();
    damage(bytes, seed);

    requireTheOneException(
        catchThrowable(() -> SpaceCodec.decode(dev.gymbridge.proto.v1.Space.parseFrom(bytes))));
  }

  private static void damage(byte[] bytes, long seed) {
    RandomGenerator random = new SplittableRandom(seed + 1);
    for (int i = random.nextInt(1, 4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
  }

  private static void requireTheOneException(Throwable thrown) {
    if (thrown != null && !(thrown instanceof InvalidProtocolBufferException)) {
      assertThat(thrown).isInstanceOf(MalformedMessageException.class);
    }
  }
}
