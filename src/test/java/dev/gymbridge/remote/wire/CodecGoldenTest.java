package dev.gymbridge.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.DictValue;
import dev.gymbridge.env.space.GraphValue;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.OneOfValue;
import dev.gymbridge.env.space.SequenceValue;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.TextValue;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bytes that the Python server's own tests hold frozen, read and written here. */
final class CodecGoldenTest {
  private static final Path FILE = Path.of("python-env-server/tests/golden/values.json");

  private static List<JsonObject> cases() throws IOException {
    return JsonParser.parseString(Files.readString(FILE)).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static byte[] bytes(JsonObject golden, String key) {
    return HexFormat.of().parseHex(golden.get(key).getAsString());
  }

  private static Space space(JsonObject golden) throws InvalidProtocolBufferException {
    return SpaceCodec.decode(dev.gymbridge.proto.v1.Space.parseFrom(bytes(golden, "space_hex")));
  }

  private static Value batch(JsonObject golden) throws InvalidProtocolBufferException {
    return ValueCodec.of(space(golden))
        .decodeBatch(
            dev.gymbridge.proto.v1.Value.parseFrom(bytes(golden, "value_hex")),
            golden.get("n").getAsInt());
  }

  @Test
  void spacesAndValuesAreWrittenInTheVeryBytes() throws IOException {
    for (JsonObject golden : cases()) {
      var message =
          ValueCodec.of(space(golden)).encodeBatch(batch(golden), golden.get("n").getAsInt());

      assertThat(SpaceCodec.encode(space(golden)).toByteArray())
          .as(golden.get("name").getAsString())
          .isEqualTo(bytes(golden, "space_hex"));
      assertThat(message.toByteArray())
          .as(golden.get("name").getAsString())
          .isEqualTo(bytes(golden, "value_hex"));
    }
  }

  @Test
  void valuesAreReadAsPythonHasThem() throws IOException {
    for (JsonObject golden : cases()) {
      Space space = space(golden);
      List<Value> values = space.unstack(batch(golden), golden.get("n").getAsInt());

      assertThat(values).as(golden.get("name").getAsString()).allMatch(space::contains);
      JsonArray told = new JsonArray();
      values.forEach(value -> told.add(tell(value)));
      assertThat(told).isEqualTo(golden.get("values"));
    }
  }

  private static JsonElement tell(Value value) {
    if (value instanceof TextValue text) {
      return new JsonPrimitive(text.text());
    }
    if (value instanceof TupleValue tuple) {
      return all(tuple.values());
    }
    if (value instanceof SequenceValue sequence) {
      return all(sequence.elements());
    }
    if (value instanceof OneOfValue chosen) {
      JsonArray pair = new JsonArray();
      pair.add(chosen.index());
      pair.add(tell(chosen.value()));
      return pair;
    }
    JsonObject named = new JsonObject();
    if (value instanceof DictValue dict) {
      dict.values().forEach((key, part) -> named.add(key, tell(part)));
      return named;
    }
    if (value instanceof GraphValue graph) {
      named.add("nodes", array(graph.nodes()));
      named.add("edges", array(graph.edges()));
      named.add("edge_links", array(graph.edgeLinks()));
      return named;
    }
    return array((NdArray) value);
  }

  private static JsonArray all(List<Value> values) {
    JsonArray all = new JsonArray();
    values.forEach(value -> all.add(tell(value)));
    return all;
  }

  private static JsonElement array(@Nullable NdArray array) {
    if (array == null) {
      return JsonNull.INSTANCE;
    }
    if (array.shape().length == 0) {
      return element(array);
    }
    JsonArray rows = new JsonArray();
    for (int i = 0; i < array.shape()[0]; i++) {
      rows.add(array(array.row(i)));
    }
    return rows;
  }

  private static JsonElement element(NdArray scalar) {
    if (scalar.dtype() == DType.BOOL) {
      return new JsonPrimitive(scalar.getLong(0) != 0);
    }
    return scalar.dtype().isFloat()
        ? new JsonPrimitive(scalar.getDouble(0))
        : new Gson().toJsonTree(scalar.getLong(0));
  }
}
