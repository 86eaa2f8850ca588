package dev.gymbridge.remote.grpc;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ServerUnavailableException;
import io.grpc.Status;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says what a failed call to one server means.
 *
 * @param address the server's, as the user wrote it
 * @param lastWords what is known of the server's end, such as the last lines of its standard error;
 *     empty when nothing is
 */
record CallFailures(String address, Supplier<String> lastWords) {
  /** What gRPC calls every failure of a connection, whatever its reason. */
  private static final String NO_REASON = "io exception";

  CallFailures(String address) {
    this(address, () -> "");
  }

  String server() {
    return "the server at " + address;
  }

  /** What a session's or a call's end means, once the server was known to be one. */
  EnvironmentException translate(Status status) {
    Optional<String> insecure = TlsFailures.explain(status, server());
    if (insecure.isPresent()) {
      return new ServerUnavailableException(insecure.get() + ending(), status.getCause());
    }
    String description = describe(status);
    return switch (codeOf(status)) {
      case CANCELLED ->
          new EnvironmentException(
              "the session with %s is over: %s".formatted(server(), description),
              status.getCause());
      case RESOURCE_EXHAUSTED, INVALID_ARGUMENT ->
          new EnvironmentException(
              "%s refused: %s".formatted(server(), description), status.getCause());
      case DEADLINE_EXCEEDED ->
          new ServerUnavailableException(
              "%s did not answer in time: %s".formatted(server(), description) + ending(),
              status.getCause());
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          new ServerUnavailableException(
              "%s let nobody in: %s".formatted(server(), description), status.getCause());
      case OK ->
          new ServerUnavailableException(
              "%s ended the session in between; restart it, or see its log".formatted(server())
                  + ending());
      case UNAVAILABLE ->
          new ServerUnavailableException(
              description.contains("Channel shutdown")
                  ? "the connection to %s was closed on this side".formatted(server())
                  : "%s is gone: %s; restart it, or give another address"
                          .formatted(server(), description)
                      + ending(),
              status.getCause());
      default ->
          new ServerUnavailableException(
              "%s failed (%s): %s".formatted(server(), status.getCode(), description) + ending(),
              status.getCause());
    };
  }

  /** A connection that closes while a call begins ends it as UNKNOWN, now and then. */
  private static Status.Code codeOf(Status status) {
    return status.getCause() instanceof ClosedChannelException
        ? Status.Code.UNAVAILABLE
        : status.getCode();
  }

  /** What the failure of the first call means: whether there is a server at all. */
  ServerUnavailableException translateFirst(Status status) {
    Optional<String> insecure = TlsFailures.explainFirst(status, server());
    if (insecure.isPresent()) {
      return new ServerUnavailableException(insecure.get() + ending(), status.getCause());
    }
    String cause = rootMessage(status);
    return new ServerUnavailableException(
        switch (status.getCode()) {
              case UNAVAILABLE ->
                  isUnreachable(status)
                      ? "nothing answers at %s (%s); start a server there with `gymbridge serve`, or give another address"
                          .formatted(address, cause)
                      : notOurs(cause);
              case DEADLINE_EXCEEDED ->
                  "something listens at %s but does not answer as an environment server; check the address and the port"
                      .formatted(address);
              case UNIMPLEMENTED ->
                  notOurs("it does not know the service gymbridge.v1.EnvironmentService");
              case UNAUTHENTICATED, PERMISSION_DENIED ->
                  "%s let nobody in: %s".formatted(server(), describe(status));
              default -> notOurs(cause);
            }
            + ending(),
        status.getCause());
  }

  /** The reason alone, for a line that names the server already. */
  static String shortly(Status status) {
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED -> "it does not answer";
      default -> {
        String message = rootMessage(status);
        int address = message.indexOf(": /");
        yield address < 0 ? message : message.substring(0, address);
      }
    };
  }

  private String notOurs(String cause) {
    return "what answers at %s is no environment server (%s); check the address and the port"
        .formatted(address, cause);
  }

  /** Whether the connection itself failed, rather than what was said over it. */
  private static boolean isUnreachable(Status status) {
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof UnknownHostException
          || cause instanceof FileNotFoundException) {
        return !String.valueOf(cause.getMessage()).contains("reset");
      }
    }
    return rootMessage(status).contains("resolve");
  }

  private String ending() {
    String words = lastWords.get();
    return words.isEmpty() ? "" : "\n" + words;
  }

  private static String describe(Status status) {
    String description = status.getDescription();
    return description == null || description.startsWith(NO_REASON)
        ? rootMessage(status)
        : description.strip();
  }

  /** The innermost reason that has words: gRPC's own descriptions stop at {@link #NO_REASON}. */
  private static String rootMessage(Status status) {
    String message = status.getDescription();
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      // Of which netty says nothing.
      String words = cause instanceof FileNotFoundException ? "no such socket" : cause.getMessage();
      if (words != null && words.startsWith("null: ")) {
        // Netty's words for a reason that has none, such as that there is no network at all.
        words = "no way to connect" + words.substring("null".length());
      }
      message = words == null || words.isBlank() ? message : words;
    }
    return message == null ? status.getCode().toString() : withoutFunction(message.strip());
  }

  /** Such as "finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:5". */
  private static String withoutFunction(String message) {
    return message.replaceFirst("^\\w+\\(\\.\\.\\) failed[^:]*: ", "");
  }
}
