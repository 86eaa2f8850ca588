package dev.gymbridge.remote.wire;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.proto.v1.Data;
import dev.gymbridge.proto.v1.DataEntry;
import dev.gymbridge.proto.v1.DataList;
import dev.gymbridge.proto.v1.DataMap;
import dev.gymbridge.proto.v1.Null;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Typed, nested data: keyword arguments, reset options, info.
 *
 * <p>Java's null, Boolean, whole and floating-point numbers, String, byte[], {@link NdArray}, List
 * and Map with String keys. Decoded, whole numbers are Long (BigInteger where that is too short),
 * floating-point ones Double, Python's tuples are lists too, and what has no form of its own is its
 * Python repr.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class DataCodec {
  private static final int MAX_DEPTH = 64;
  // Turning more of them into a number takes long.
  private static final int MAX_DIGITS = 1_300;

  private DataCodec() {}

  /**
   * A map as its message, in its order.
   *
   * @throws IllegalArgumentException if something in it has no form on the wire; the message says
   *     where
   */
  public static DataMap encodeMap(Map<String, ?> map) {
    return encodeMap("", map, 0);
  }

  private static DataMap encodeMap(String path, Map<?, ?> map, int depth) {
    DataMap.Builder message = DataMap.newBuilder();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new IllegalArgumentException(
                "keys must be strings, got %s%s".formatted(key, at(path)));
          }
          String below = path.isEmpty() ? name : path + "." + name;
          message.addEntries(
              DataEntry.newBuilder().setKey(name).setValue(encode(below, value, depth + 1)));
        });
    return message.build();
  }

  private static Data encode(String path, @Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "values must be nested at most %d deep%s".formatted(MAX_DEPTH, at(path)));
    }
    Data.Builder data = Data.newBuilder();
    if (value == null) {
      data.setNullValue(Null.getDefaultInstance());
    } else if (value instanceof Boolean bool) {
      data.setBoolValue(bool);
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      data.setIntValue(((Number) value).longValue());
    } else if (value instanceof BigInteger whole) {
      data.setBigIntValue(whole.toString());
    } else if (value instanceof Double || value instanceof Float) {
      data.setDoubleValue(((Number) value).doubleValue());
    } else if (value instanceof String string) {
      data.setStringValue(string);
    } else if (value instanceof byte[] bytes) {
      data.setBytesValue(ByteString.copyFrom(bytes));
    } else if (value instanceof NdArray array) {
      data.setArrayValue(DTypes.encode(array));
    } else if (value instanceof List<?> list) {
      data.setListValue(encodeList(path, list, depth));
    } else if (value instanceof Map<?, ?> map) {
      data.setMapValue(encodeMap(path, map, depth));
    } else {
      throw new IllegalArgumentException(
          "a value must be null, a Boolean, a number, a String, byte[], an NdArray, a List or a Map,"
              + " got a %s%s".formatted(value.getClass().getName(), at(path)));
    }
    return data.build();
  }

  private static DataList encodeList(String path, List<?> list, int depth) {
    DataList.Builder items = DataList.newBuilder();
    for (int i = 0; i < list.size(); i++) {
      items.addItems(encode(path + "[" + i + "]", list.get(i), depth + 1));
    }
    return items.build();
  }

  private static String at(String path) {
    return path.isEmpty() ? "" : " at " + path;
  }

  /**
   * The map of a message, in its order; not to be changed.
   *
   * @throws MalformedMessageException if the message breaks the protocol
   */
  public static Map<String, Object> decodeMap(DataMap message) {
    return decodeMap(message, 0);
  }

  // The values of info may be null, which its type, Map<String, Object>, cannot say.
  @SuppressWarnings("NullAway")
  private static Map<String, Object> decodeMap(DataMap message, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (DataEntry entry : message.getEntriesList()) {
      if (map.containsKey(entry.getKey())) {
        throw new MalformedMessageException(
            "a map has the key \"%s\" twice".formatted(entry.getKey()));
      }
      map.put(entry.getKey(), decode(entry.getValue(), depth + 1));
    }
    return Collections.unmodifiableMap(map);
  }

  private static @Nullable Object decode(Data data, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedMessageException(
          "values must be nested at most %d deep".formatted(MAX_DEPTH));
    }
    return switch (data.getKindCase()) {
      case NULL_VALUE -> null;
      case BOOL_VALUE -> data.getBoolValue();
      case INT_VALUE -> data.getIntValue();
      case BIG_INT_VALUE -> decodeBigInteger(data.getBigIntValue());
      case DOUBLE_VALUE -> data.getDoubleValue();
      case STRING_VALUE -> data.getStringValue();
      case BYTES_VALUE -> data.getBytesValue().toByteArray();
      case ARRAY_VALUE -> DTypes.decode(data.getArrayValue());
      case LIST_VALUE -> decodeList(data.getListValue(), depth);
      case MAP_VALUE -> decodeMap(data.getMapValue(), depth);
      case OPAQUE_VALUE -> data.getOpaqueValue();
      case KIND_NOT_SET ->
          throw new MalformedMessageException("data has no kind, or one that is not known here");
    };
  }

  private static BigInteger decodeBigInteger(String text) {
    if (text.length() > MAX_DIGITS || !text.matches("-?[0-9]+")) {
      throw new MalformedMessageException(
          "a large integer must have at most %d decimal digits, got \"%.40s\""
              .formatted(MAX_DIGITS, text));
    }
    return new BigInteger(text);
  }

  private static List<@Nullable Object> decodeList(DataList list, int depth) {
    List<@Nullable Object> items = new ArrayList<>(list.getItemsCount());
    for (Data item : list.getItemsList()) {
      items.add(decode(item, depth + 1));
    }
    return Collections.unmodifiableList(items);
  }
}
