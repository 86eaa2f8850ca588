package dev.gymbridge.remote.session;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.proto.v1.SessionReply;
import dev.gymbridge.proto.v1.SessionRequest;
import dev.gymbridge.remote.wire.MalformedMessageException;
import dev.gymbridge.remote.wire.StepMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The messages of a session on their way: each request has a number, 1, 2, 3, ..., and its reply
 * the same, so that no late or unasked reply is taken for the next one's.
 */
final class Exchange implements AutoCloseable {
  private final SessionTransport transport;
  private final boolean numbered;
  private long number;

  /**
   * Of a session that was just opened.
   *
   * @param numbered whether the server numbers its replies; an older one does not
   */
  Exchange(SessionTransport transport, boolean numbered) {
    this.transport = transport;
    this.numbered = numbered;
  }

  void send(SessionRequest.Builder request, Duration timeLimit) {
    number++;
    SessionRequest message = request.setNumber(number).build();
    CodedOutputStream out =
        CodedOutputStream.newInstance(transport.request(message.getSerializedSize()));
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("a request is not as long as it said", e);
    }
    transport.send(timeLimit);
  }

  void sendStep(StepMessage step, Duration timeLimit) {
    number++;
    step.writeTo(transport.request(step.size(number)), number);
    transport.send(timeLimit);
  }

  /** The reply as it came; good until the next request. */
  ByteBuffer receive(Duration timeLimit) {
    return transport.receive(timeLimit);
  }

  /**
   * Reads a reply.
   *
   * @param borrowed whether what it holds, such as the bytes of a frame, is good until the next
   *     request only, and so is not copied
   * @throws MalformedMessageException if it is none; the session is over
   * @throws ServerUnavailableException if it is another's; the session is over
   */
  SessionReply read(ByteBuffer bytes, boolean borrowed) {
    SessionReply reply;
    try {
      CodedInputStream in =
          borrowed
              ? UnsafeByteOperations.unsafeWrap(bytes).newCodedInput()
              : CodedInputStream.newInstance(bytes);
      in.enableAliasing(borrowed);
      reply = SessionReply.parseFrom(in);
    } catch (IOException e) {
      transport.close();
      throw new MalformedMessageException(
          "what %s sent is no reply: %s".formatted(transport.server(), e.getMessage()), e);
    }
    // A request that the server cannot read has no number there.
    if (!(reply.hasError() && reply.getNumber() == 0)) {
      requireAwaited(reply.getNumber());
    }
    return reply;
  }

  /**
   * Refuses the number of a reply to another request.
   *
   * @throws ServerUnavailableException if it is that; the session is over
   */
  void requireAwaited(long replied) {
    if (numbered && replied != number) {
      transport.close();
      throw new ServerUnavailableException(
          "%s sent reply %d where reply %d was awaited; it does not keep to the protocol, and the session is over"
              .formatted(transport.server(), replied, number));
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
