package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.TextValue;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;

/** Text: the lengths in UTF-8 bytes, and the bytes of all strings. */
final class TextColumn implements ColumnCodec {
  @Override
  public void encode(Value batch, int n, List<ByteString> leaves) {
    List<ByteString> strings =
        ColumnCodec.parts(batch, n, TextValue.class).stream()
            .map(value -> ByteString.copyFromUtf8(value.text()))
            .toList();
    leaves.add(ColumnCodec.ints(strings.stream().mapToInt(ByteString::size).toArray()));
    leaves.add(ByteString.copyFrom(strings));
  }

  @Override
  public Value decode(LeafReader leaves, int n) {
    int[] lengths = leaves.lengths("the lengths of strings", n);
    ByteString bytes = leaves.leaf("the bytes of strings");
    int sum = LeafReader.sum("the lengths of strings", lengths);
    if (bytes.size() != sum) {
      throw new MalformedMessageException(
          "strings of %d bytes in all must have as many, got %d".formatted(sum, bytes.size()));
    }
    List<Value> texts = new ArrayList<>(n);
    int start = 0;
    for (int length : lengths) {
      ByteString text = bytes.substring(start, start + length);
      if (!text.isValidUtf8()) {
        throw new MalformedMessageException("a string must be UTF-8, got the bytes " + text);
      }
      texts.add(new TextValue(text.toStringUtf8()));
      start += length;
    }
    return new TupleValue(texts);
  }

  @Override
  public long emptyParts() {
    return 0;
  }
}
