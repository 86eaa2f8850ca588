package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;

/** Tuple: the leaves of each child, in order. */
final class TupleColumn implements ColumnCodec {
  private final List<ColumnCodec> children;

  TupleColumn(List<Space> spaces) {
    this.children = spaces.stream().map(ColumnCodec::of).toList();
  }

  @Override
  public void encode(Value batch, int n, List<ByteString> leaves) {
    List<Value> columns = ColumnCodec.parts(batch, children.size(), Value.class);
    for (int i = 0; i < columns.size(); i++) {
      children.get(i).encode(columns.get(i), n, leaves);
    }
  }

  @Override
  public TupleValue decode(LeafReader leaves, int n) {
    List<Value> columns = new ArrayList<>(children.size());
    for (ColumnCodec child : children) {
      columns.add(child.decode(leaves, n));
    }
    return new TupleValue(columns);
  }

  @Override
  public long emptyParts() {
    long inChildren = children.stream().mapToLong(ColumnCodec::emptyParts).sum();
    return children.isEmpty() ? 1 : inChildren;
  }
}
