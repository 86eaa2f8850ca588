package dev.gymbridge.remote.session;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.SpaceGenerator;
import dev.gymbridge.proto.v1.CloseReply;
import dev.gymbridge.proto.v1.DataMap;
import dev.gymbridge.proto.v1.ErrorCode;
import dev.gymbridge.proto.v1.ErrorReply;
import dev.gymbridge.proto.v1.Frame;
import dev.gymbridge.proto.v1.FrameEncoding;
import dev.gymbridge.proto.v1.MakeReply;
import dev.gymbridge.proto.v1.RenderReply;
import dev.gymbridge.proto.v1.Rendering;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.StepReply;
import dev.gymbridge.remote.wire.DataCodec;
import dev.gymbridge.remote.wire.SpaceCodec;
import dev.gymbridge.remote.wire.ValueCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

/** Inputs from which the fuzzers start: what a server that keeps to the protocol says. */
final class FuzzSeeds {
  private static final Path GOLDEN = Path.of("python-env-server/tests/golden/values.json");

  private FuzzSeeds() {}

  /** For the fuzzer: {@code FuzzSeeds DIRECTORY} writes a directory for each target. */
  public static void main(String[] arguments) throws IOException {
    for (var target : Map.of("Session", sessions(), "Value", values()).entrySet()) {
      Path directory = Files.createDirectories(Path.of(arguments[0], target.getKey()));
      for (int i = 0; i < target.getValue().size(); i++) {
        Files.write(directory.resolve("seed-" + i), target.getValue().get(i));
      }
    }
  }

  /** For {@link ValueFuzzer}: the golden values and generated ones. */
  static List<byte[]> values() {
    List<byte[]> seeds = new ArrayList<>();
    for (JsonElement element : golden()) {
      JsonObject golden = element.getAsJsonObject();
      byte[] space = HexFormat.of().parseHex(golden.get("space_hex").getAsString());
      byte[] value = HexFormat.of().parseHex(golden.get("value_hex").getAsString());
      seeds.add(joined(golden.get("n").getAsInt(), delimited(space), value));
    }
    for (int seed = 0; seed < 200; seed++) {
      Space space = SpaceGenerator.any(seed);
      int n = seed % 5;
      byte[] value = batch(space, n, seed).toByteArray();
      seeds.add(joined(n, delimited(SpaceCodec.encode(space).toByteArray()), value));
    }
    return seeds;
  }

  /** For {@link SessionFuzzer}: sessions of generated spaces. */
  static List<byte[]> sessions() {
    return IntStream.range(0, 100).mapToObj(FuzzSeeds::session).toList();
  }

  private static byte[] session(int seed) {
    Space space = SpaceGenerator.any(seed);
    int numEnvs = seed % 4;
    int n = Math.max(1, numEnvs);
    DataMap info = DataCodec.encodeMap(info());
    MakeReply.Builder make =
        MakeReply.newBuilder()
            .setObservationSpace(SpaceCodec.encode(space))
            .setActionSpace(SpaceCodec.encode(SpaceGenerator.any(seed + 1000)))
            .setNumEnvs(numEnvs)
            .addRenderModes("rgb_array")
            .setRenderFps(30);
    make.getSpecBuilder().setId("Fuzz-v0").setMaxEpisodeSteps(9).setKwargs(info);
    StepReply step =
        StepReply.newBuilder()
            .setObservation(batch(space, n, seed))
            .setRewards(ByteString.copyFrom(new byte[8 * n]))
            .setTerminated(ByteString.copyFrom(ones(n)))
            .setTruncated(ByteString.copyFrom(new byte[n]))
            .setInfo(info)
            .setFinalObservation(batch(space, n, seed + 1))
            .setFinalInfo(info)
            .build();
    return joined(
        numEnvs,
        delimited(SessionReply.newBuilder().setServerNanos(9).setMake(make).build()),
        delimited(
            SessionReply.newBuilder()
                .setReset(
                    ResetReply.newBuilder().setObservation(batch(space, n, seed)).setInfo(info))
                .build()),
        delimited(SessionReply.newBuilder().setStep(step).build()),
        delimited(SessionReply.newBuilder().setRender(render(n)).build()),
        delimited(
            SessionReply.newBuilder()
                .setError(
                    ErrorReply.newBuilder()
                        .setCode(ErrorCode.ERROR_CODE_ENVIRONMENT_RAISED)
                        .setMessage("raised")
                        .setSessionContinues(true))
                .build()),
        delimited(SessionReply.newBuilder().setClose(CloseReply.getDefaultInstance()).build()));
  }

  private static byte[] ones(int n) {
    byte[] ones = new byte[n];
    Arrays.fill(ones, (byte) 1);
    return ones;
  }

  private static Map<String, Object> info() {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("none", null);
    info.put("flag", true);
    info.put("list", Arrays.asList(1L, 2.5, "text", new byte[] {1, 2}));
    info.put("map", Map.of("array", NdArray.of(new float[] {1, 2, 3, 4}, 2, 2)));
    return info;
  }

  private static RenderReply render(int n) {
    byte[] rgb = new byte[3 * 4 * 3];
    byte[] deflated = new byte[100];
    Deflater deflater = new Deflater();
    deflater.setInput(rgb);
    deflater.finish();
    int size = deflater.deflate(deflated);
    deflater.end();
    Frame.Builder frame = Frame.newBuilder().setHeight(4).setWidth(3).setChannels(3);
    Rendering rendering =
        Rendering.newBuilder()
            .addFrames(
                frame
                    .setEncoding(FrameEncoding.FRAME_ENCODING_RAW)
                    .setData(ByteString.copyFrom(rgb)))
            .addFrames(
                frame
                    .setEncoding(FrameEncoding.FRAME_ENCODING_ZLIB)
                    .setData(ByteString.copyFrom(deflated, 0, size)))
            .addTexts("text")
            .build();
    RenderReply.Builder reply = RenderReply.newBuilder();
    for (int i = 0; i < n; i++) {
      reply.addRenderings(rendering);
    }
    return reply.build();
  }

  private static dev.gymbridge.proto.v1.Value batch(Space space, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return ValueCodec.of(space)
        .encodeBatch(
            space.stack(IntStream.range(0, n).mapToObj(i -> space.sample(random)).toList()), n);
  }

  private static List<JsonElement> golden() {
    try {
      return JsonParser.parseString(Files.readString(GOLDEN)).getAsJsonArray().asList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] delimited(MessageLite message) {
    return delimited(message.toByteArray());
  }

  private static byte[] delimited(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int size = bytes.length;
    while (size >= 0x80) {
      out.write((size & 0x7F) | 0x80);
      size >>>= 7;
    }
    out.write(size);
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static byte[] joined(int first, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
