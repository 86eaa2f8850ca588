package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.DictValue;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dict: as the tuple of its spaces, in the key order of the space. */
final class DictColumn implements ColumnCodec {
  private final List<String> keys;
  private final TupleColumn columns;

  DictColumn(Dict dict) {
    this.keys = List.copyOf(dict.spaces().keySet());
    this.columns = new TupleColumn(List.copyOf(dict.spaces().values()));
  }

  @Override
  public void encode(Value batch, int n, List<ByteString> leaves) {
    Map<String, Value> values = ColumnCodec.cast(batch, DictValue.class).values();
    List<Value> ordered = new ArrayList<>(keys.size());
    for (String key : keys) {
      Value value = values.get(key);
      if (value == null) {
        throw new IllegalArgumentException(
            "a value must have the keys %s, got %s".formatted(keys, values.keySet()));
      }
      ordered.add(value);
    }
    columns.encode(new TupleValue(ordered), n, leaves);
  }

  @Override
  public Value decode(LeafReader leaves, int n) {
    List<Value> values = columns.decode(leaves, n).values();
    Map<String, Value> named = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      named.put(keys.get(i), values.get(i));
    }
    return new DictValue(named);
  }

  @Override
  public long emptyParts() {
    return columns.emptyParts();
  }
}
