package dev.gymbridge.bare;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A gRPC stream whose handler in Python gives back what it gets, without protobuf. */
final class StreamEcho implements Bare.Echo {
  private static final byte[] MESSAGE = new byte[Bare.MESSAGE_BYTES];
  private static final byte[] FAILED = new byte[0];

  private final BlockingQueue<byte[]> replies = new LinkedBlockingQueue<>();
  private final ManagedChannel channel;
  private final StreamObserver<byte[]> requests;

  StreamEcho(String target) {
    channel = ManagedChannelBuilder.forTarget(target).usePlaintext().build();
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName("bare.Echo/Stream")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    requests =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(method, CallOptions.DEFAULT), new Replies());
  }

  @Override
  public void roundTrip() throws InterruptedException {
    requests.onNext(MESSAGE);
    if (replies.take() == FAILED) {
      throw new IllegalStateException("the stream ended");
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Replies implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] reply) {
      replies.add(reply);
    }

    @Override
    public void onError(Throwable failure) {
      replies.add(FAILED);
    }

    @Override
    public void onCompleted() {
      replies.add(FAILED);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
