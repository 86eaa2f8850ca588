package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.SequenceValue;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;

/** Sequence: the lengths, and one batch of all elements. */
final class SequenceColumn implements ColumnCodec {
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
    leaves.countEmpty(sum, codec.emptyParts());
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
  public long emptyParts() {
    return 0;
  }
}
