package dev.gymbridge.env.grpc;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.SequenceValue;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;

/** Sequence: the lengths, and one batch of all elements. */
final class SequenceColumn implements ColumnCodec {
  /** No bytes bound the number of elements that take none, such as those of an empty tuple. */
  private static final int MAX_EMPTY_ELEMENTS = 1 << 16;

  private final Space element;
  private final ColumnCodec codec;

  SequenceColumn(Space element) {
    this.element = element;
    this.codec = ColumnCodec.of(element);
  }

  @Override
  public void encode(Value batch, int n, List<ByteString> leaves) {
    List<SequenceValue> sequences = ColumnCodec.parts(batch, n, SequenceValue.class);
    leaves.add(ColumnCodec.ints(sequences.stream().mapToInt(s -> s.elements().size()).toArray()));
    List<Value> all = sequences.stream().flatMap(s -> s.elements().stream()).toList();
    codec.encode(element.stack(all), all.size(), leaves);
  }

  @Override
  public Value decode(LeafReader leaves, int n) {
    int[] lengths = leaves.lengths("the lengths of sequences", n);
    int sum = LeafReader.sum("the lengths of sequences", lengths);
    if (sum > MAX_EMPTY_ELEMENTS && codec.leastBytes() == 0) {
      throw new MalformedMessageException(
          "sequences of elements without bytes must have at most %d in all, got %d"
              .formatted(MAX_EMPTY_ELEMENTS, sum));
    }
    List<Value> all = element.unstack(codec.decode(leaves, sum), sum);
    List<Value> sequences = new ArrayList<>(n);
    int start = 0;
    for (int length : lengths) {
      sequences.add(new SequenceValue(all.subList(start, start + length)));
      start += length;
    }
    return new TupleValue(sequences);
  }

  @Override
  public long leastBytes() {
    return 4;
  }
}
