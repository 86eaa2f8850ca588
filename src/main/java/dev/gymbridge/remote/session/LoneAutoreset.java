package dev.gymbridge.remote.session;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.proto.v1.ResetRequest;
import dev.gymbridge.remote.wire.StepMessage;
import dev.gymbridge.remote.wire.StepReading;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Steps one environment as a vector of one: what the vector does when an episode ends is done here,
 * for a vector of one costs the server several times what the environment alone does.
 */
final class LoneAutoreset {
  private final RemoteSession session;
  private final VectorReplies replies;
  private final AutoresetMode mode;
  private final ResetRequest reset;
  private boolean over;
  private boolean resetUnderWay;

  /**
   * For an environment that was made.
   *
   * @param wantInfo whether resets are to say more
   */
  LoneAutoreset(
      RemoteSession session, VectorReplies replies, AutoresetMode mode, boolean wantInfo) {
    this.session = session;
    this.replies = replies;
    this.mode = mode;
    this.reset = ResetRequest.newBuilder().setWantInfo(wantInfo).build();
  }

  /** The caller began another episode. */
  void begun() {
    over = false;
  }

  void send(StepMessage request) {
    if (over && mode == AutoresetMode.NEXT_STEP) {
      session.sendReset(reset);
      resetUnderWay = true;
    } else {
      session.sendStep(request);
    }
  }

  VectorStepResult receive() {
    if (resetUnderWay) {
      resetUnderWay = false;
      return begun(session.receiveReset(), null);
    }
    VectorStepResult step = receiveStep();
    over = step.ended(0);
    return over && mode == AutoresetMode.SAME_STEP ? begun(session.reset(reset), step) : step;
  }

  private VectorStepResult receiveStep() {
    StepReading reply = session.receiveStep();
    try {
      return replies.step(reply);
    } finally {
      session.stepDecoded();
    }
  }

  /**
   * The step that led to the first observation of an episode, and ended another if there is one.
   */
  private VectorStepResult begun(ResetReply reply, @Nullable VectorStepResult end) {
    VectorResetResult first = replies.reset(reply);
    over = false;
    return new VectorStepResult(
        first.observation(),
        end == null ? new double[1] : end.rewards(),
        end == null ? new boolean[1] : end.terminated(),
        end == null ? new boolean[1] : end.truncated(),
        end == null ? null : end.observation(),
        first.info(),
        end == null ? Map.of() : end.info());
  }
}
