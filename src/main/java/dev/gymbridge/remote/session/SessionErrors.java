package dev.gymbridge.remote.session;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentRaisedException;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.MissingDependencyException;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.UnknownEnvironmentException;
import dev.gymbridge.proto.v1.ErrorCode;
import dev.gymbridge.proto.v1.ErrorReply;
import dev.gymbridge.proto.v1.SessionRequest;
import org.jspecify.annotations.Nullable;

/**
 * The exception for each error that a server replies with.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class SessionErrors {
  private SessionErrors() {}

  /** Whether the environment is gone, although another may have taken its place. */
  static boolean isCrash(ErrorReply error) {
    return error.getCode() == ErrorCode.ERROR_CODE_ENVIRONMENT_DIED
        || error.getCode() == ErrorCode.ERROR_CODE_TIMEOUT;
  }

  /** The exception for an error that answers no request. */
  public static EnvironmentException of(ErrorReply error) {
    return of(error, SessionRequest.KindCase.KIND_NOT_SET);
  }

  /**
   * The exception to throw.
   *
   * @param asked what was asked for: out of order means for a step that a reset is needed
   */
  static EnvironmentException of(ErrorReply error, SessionRequest.KindCase asked) {
    String message = error.getMessage().isBlank() ? error.getCode().name() : error.getMessage();
    return switch (error.getCode()) {
      case ERROR_CODE_PROTOCOL_MISMATCH -> new ServerUnavailableException(message);
      case ERROR_CODE_UNKNOWN_ENVIRONMENT -> new UnknownEnvironmentException(message);
      case ERROR_CODE_MISSING_DEPENDENCY -> new MissingDependencyException(message);
      case ERROR_CODE_INVALID_ACTION -> new InvalidActionException(message);
      case ERROR_CODE_OUT_OF_ORDER ->
          asked == SessionRequest.KindCase.STEP || asked == SessionRequest.KindCase.RENDER
              ? new ResetNeededException(message)
              : new EnvironmentException(message);
      case ERROR_CODE_ENVIRONMENT_RAISED, ERROR_CODE_ENVIRONMENT_DIED ->
          new EnvironmentRaisedException(message, traceback(error));
      default -> new EnvironmentException(message, traceback(error));
    };
  }

  /** Where it happened on the server is for those who ask: it is the cause. */
  private static @Nullable ServerTraceback traceback(ErrorReply error) {
    return error.getDetail().isBlank()
        ? null
        : new ServerTraceback(error.getDetail().stripTrailing());
  }
}
