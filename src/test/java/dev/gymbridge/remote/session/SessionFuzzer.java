package dev.gymbridge.remote.session;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.proto.v1.DType;
import dev.gymbridge.proto.v1.Discrete;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.remote.wire.MakeMessages;
import dev.gymbridge.remote.wire.SpaceCodec;
import dev.gymbridge.remote.wire.Vectorization;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client whose server says anything at all: only an {@link EnvironmentException} may come of it.
 *
 * <p>Input: a byte, whose lowest two bits are the number of environments (0 for a single one); then
 * the replies, each after its length, as protobuf delimits messages. The client makes, resets, and
 * then steps and renders in turn until there are no more replies; what it cannot decode it goes on
 * from. The action space is always Discrete(2), but the one of the reply is decoded too.
 *
 * <p>{@link FuzzRegressionTest} runs it for a moment; for long:
 *
 * <pre>{@code
 * mvn -Pfuzz test-compile exec:exec@fuzz-seeds exec:exec@fuzz -Dfuzz=Session -Dfuzz.seconds=600
 * }</pre>
 */
public final class SessionFuzzer {
  private static final EnvironmentOptions OPTIONS = EnvironmentOptions.of("Fuzz-v0").withInfo();

  private SessionFuzzer() {}

  /** The entry point, by the name that the fuzzer looks for. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int numEnvs = input[0] & 3;
    Replies replies = new Replies(input);
    RemoteSession session = new RemoteSession(replies, false, TimeLimits.DEFAULT);
    try {
      if (numEnvs == 0) {
        run(RemoteEnvironment.make(session, OPTIONS), replies);
      } else {
        var asked =
            new MakeMessages.Vector(OPTIONS, AutoresetMode.SAME_STEP, Vectorization.AUTOMATIC);
        run(RemoteVectorEnvironment.make(session, asked, numEnvs), replies, numEnvs);
      }
    } catch (EnvironmentException expected) {
      // A session that could not be made.
    }
  }

  private static void run(Environment environment, Replies replies) {
    List<Runnable> requests =
        List.of(environment::reset, () -> environment.step(1), environment::render);
    for (int i = 0; replies.remain(); i++) {
      attempt(requests.get(i % requests.size()));
    }
    environment.close();
  }

  private static void run(VectorEnvironment environments, Replies replies, int numEnvs) {
    NdArray actions = NdArray.ofInts(new int[numEnvs]);
    List<Runnable> requests =
        List.of(environments::reset, () -> environments.step(actions), environments::render);
    for (int i = 0; replies.remain(); i++) {
      attempt(requests.get(i % requests.size()));
    }
    environments.close();
  }

  private static void attempt(Runnable request) {
    try {
      request.run();
    } catch (EnvironmentException expected) {
      // The next reply may be a better one.
    }
  }

  /** Plays replies back, whatever was asked. */
  private static final class Replies implements SessionTransport {
    private final List<byte[]> replies = new ArrayList<>();
    private int next;

    Replies(byte[] input) {
      CodedInputStream stream = CodedInputStream.newInstance(input, 1, input.length - 1);
      try {
        while (!stream.isAtEnd()) {
          replies.add(stream.readByteArray());
        }
      } catch (IOException endOfInput) {
        // What came before it is used.
      }
    }

    boolean remain() {
      return next < replies.size();
    }

    @Override
    public String server() {
      return "the fuzzer";
    }

    @Override
    public ByteBuffer request(int size) {
      return ByteBuffer.allocate(size);
    }

    @Override
    public void send(Duration timeLimit) {}

    @Override
    public ByteBuffer receive(Duration timeLimit) {
      if (!remain()) {
        throw new EnvironmentException("no more replies");
      }
      byte[] bytes = replies.get(next++);
      try {
        SessionReply.Builder reply = SessionReply.parseFrom(bytes).toBuilder();
        if (reply.hasMake()) {
          dev.gymbridge.env.space.Space unused =
              SpaceCodec.decode(reply.getMake().getActionSpace());
          reply
              .getMakeBuilder()
              .getActionSpaceBuilder()
              .setDiscrete(Discrete.newBuilder().setN(2).setDtype(DType.DTYPE_INT64));
        }
        return reply.build().toByteString().asReadOnlyByteBuffer();
      } catch (InvalidProtocolBufferException noReply) {
        return ByteBuffer.wrap(bytes);
      }
    }

    @Override
    public void close() {}
  }
}
