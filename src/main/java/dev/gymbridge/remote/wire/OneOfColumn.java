package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.OneOf;
import dev.gymbridge.env.space.OneOfValue;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** OneOf: the chosen indices, and for each alternative a batch of those values that chose it. */
final class OneOfColumn implements ColumnCodec {
  private final List<Space> spaces;
  private final List<ColumnCodec> codecs;

  OneOfColumn(OneOf oneOf) {
    this.spaces = oneOf.spaces();
    this.codecs = spaces.stream().map(ColumnCodec::of).toList();
  }

  @Override
  public void encode(Value batch, int n, List<ByteString> leaves) {
    List<OneOfValue> values = ColumnCodec.parts(batch, n, OneOfValue.class);
    for (OneOfValue value : values) {
      if (value.index() < 0 || value.index() >= spaces.size()) {
        throw new IllegalArgumentException(
            "the index into a OneOf must be in [0, %d), got %d"
                .formatted(spaces.size(), value.index()));
      }
    }
    leaves.add(ColumnCodec.ints(values.stream().mapToInt(OneOfValue::index).toArray()));
    for (int i = 0; i < spaces.size(); i++) {
      int index = i;
      List<Value> chosen =
          values.stream().filter(v -> v.index() == index).map(OneOfValue::value).toList();
      codecs.get(i).encode(spaces.get(i).stack(chosen), chosen.size(), leaves);
    }
  }

  @Override
  public Value decode(LeafReader leaves, int n) {
    int[] indices = leaves.ints("the indices into a OneOf", n, 0, spaces.size() - 1);
    int[] counts = new int[spaces.size()];
    for (int index : indices) {
      counts[index]++;
    }
    List<Iterator<Value>> chosen = new ArrayList<>(spaces.size());
    for (int i = 0; i < counts.length; i++) {
      leaves.countEmpty(counts[i], codecs.get(i).emptyParts());
      Value batch = codecs.get(i).decode(leaves, counts[i]);
      chosen.add(spaces.get(i).unstack(batch, counts[i]).iterator());
    }
    List<Value> values = new ArrayList<>(n);
    for (int index : indices) {
      values.add(new OneOfValue(index, chosen.get(index).next()));
    }
    return new TupleValue(values);
  }

  @Override
  public long emptyParts() {
    return 0;
  }
}
