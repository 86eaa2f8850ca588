package dev.gymbridge.remote.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

final class CallFailuresTest {
  private static final Status CLOSED =
      Status.UNAVAILABLE.withDescription("Network closed for unknown reason");

  private final CallFailures failures =
      new CallFailures("gym:1", () -> "The server ended with exit status -11 and said nothing.");

  @Test
  void tellACrashInMidSessionAsWhatItIsAndNotAsAQuestionOfTls() {
    assertThat(failures.translate(CLOSED))
        .hasMessageStartingWith("the server at gym:1 is gone: Network closed")
        .hasMessageEndingWith("exit status -11 and said nothing.")
        .hasMessageNotContaining("TLS");
    assertThat(failures.translateFirst(CLOSED)).hasMessageContaining("whether it wants TLS");
  }

  @Test
  void tellAConnectionThatClosedWhileACallBeganAsAServerThatIsGone() {
    Status status =
        Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException());
    assertThat(failures.translate(status))
        .hasMessageStartingWith("the server at gym:1 is gone: channel closed; restart it")
        .hasMessageEndingWith("exit status -11 and said nothing.");
  }

  @Test
  void haveTheReasonWhereGrpcSaysIoException() {
    Status status =
        Status.UNAVAILABLE
            .withDescription("io exception\nChannel Pipeline: [Http2ConnectionHandler#0]")
            .withCause(
                new IOException(
                    "recvAddress(..) failed with error(-104): Connection reset by peer"));
    assertThat(failures.translate(status))
        .hasMessageStartingWith(
            "the server at gym:1 is gone: Connection reset by peer; restart it");
  }

  @Test
  void haveWordsWhereNettyHasNone() {
    ConnectException noNetwork = new ConnectException("null: /127.0.0.1:35557");
    noNetwork.initCause(new NoRouteToHostException());
    Status status = Status.UNAVAILABLE.withDescription("io exception").withCause(noNetwork);
    assertThat(failures.translateFirst(status))
        .hasMessageContaining("(no way to connect: /127.0.0.1:35557)")
        .hasMessageNotContaining("null");
    assertThat(CallFailures.shortly(status)).isEqualTo("no way to connect");
  }
}
