package dev.gymbridge.remote.session;

import com.google.protobuf.ByteString;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.proto.v1.ResetReply;
import dev.gymbridge.proto.v1.ResetRequest;
import dev.gymbridge.proto.v1.StepReply;
import dev.gymbridge.proto.v1.StepRequest;

/**
 * Steps one environment as a vector of one: what the vector does when an episode ends is done here,
 * for a vector of one costs the server several times what the environment alone does.
 */
final class LoneAutoreset {
  private static final ByteString NO = ByteString.copyFrom(new byte[1]);
  private static final ByteString ZERO = ByteString.copyFrom(new byte[Double.BYTES]);

  private final RemoteSession session;
  private final AutoresetMode mode;
  private final ResetRequest reset;
  private boolean over;
  private boolean resetUnderWay;

  /**
   * For an environment that was made.
   *
   * @param wantInfo whether resets are to say more
   */
  LoneAutoreset(RemoteSession session, AutoresetMode mode, boolean wantInfo) {
    this.session = session;
    this.mode = mode;
    this.reset = ResetRequest.newBuilder().setWantInfo(wantInfo).build();
  }

  /** The caller began another episode. */
  void begun() {
    over = false;
  }

  void send(StepRequest request) {
    if (over && mode == AutoresetMode.NEXT_STEP) {
      session.sendReset(reset);
      resetUnderWay = true;
    } else {
      session.sendStep(request);
    }
  }

  StepReply receive() {
    if (resetUnderWay) {
      resetUnderWay = false;
      ResetReply first = session.receiveReset();
      over = false;
      return of(first).build();
    }
    StepReply step = session.receiveStep();
    over = isOne(step.getTerminated()) || isOne(step.getTruncated());
    if (!over || mode != AutoresetMode.SAME_STEP) {
      return step;
    }
    ResetReply first = session.reset(reset);
    over = false;
    StepReply.Builder both =
        of(first)
            .setRewards(step.getRewards())
            .setTerminated(step.getTerminated())
            .setTruncated(step.getTruncated())
            .setFinalObservation(step.getObservation());
    if (step.hasInfo()) {
      both.setFinalInfo(step.getInfo());
    }
    return both.build();
  }

  private static boolean isOne(ByteString flag) {
    return !flag.isEmpty() && flag.byteAt(0) != 0;
  }

  /** The step that led to the first observation of an episode. */
  private static StepReply.Builder of(ResetReply first) {
    StepReply.Builder step =
        StepReply.newBuilder()
            .setObservation(first.getObservation())
            .setRewards(ZERO)
            .setTerminated(NO)
            .setTruncated(NO);
    if (first.hasInfo()) {
      step.setInfo(first.getInfo());
    }
    return step;
  }
}
