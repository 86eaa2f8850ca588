package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.VectorResets;
import dev.gymbridge.env.VectorStepResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be called now: no step before a reset or while one is under way, nothing after close.
 */
final class CallOrder {
  private final AutoresetMode autoresetMode;
  private final boolean[] over; // [N], whose episode is over and who was not reset since
  private boolean begun;
  private boolean sent;
  private volatile boolean closed;
  private @Nullable EnvironmentException refusal;

  CallOrder(AutoresetMode autoresetMode, int numEnvs) {
    this.autoresetMode = autoresetMode;
    over = new boolean[numEnvs];
  }

  void requireUsable(String what) {
    if (closed) {
      throw new EnvironmentException(what + " called after close; make the environments again");
    }
    if (sent) {
      throw new IllegalStateException(
          what + " called while a step is under way; call receive() first");
    }
  }

  /** A reset begins; of all environments, none may be stepped until it went well. */
  void resetBegins(List<Boolean> mask) {
    VectorResets.requireMaskAllowed(mask, over.length, autoresetMode, begun);
    begun &= mask.contains(false);
  }

  void resetEnds(List<Boolean> mask) {
    begun = true;
    for (int i = 0; i < over.length; i++) {
      over[i] &= !mask.isEmpty() && !mask.get(i);
    }
  }

  /** Whether the step may be sent; if not, {@link #stepArrives} throws why. */
  boolean stepIsSent() {
    sent = true;
    refusal = null;
    try {
      if (!begun) {
        throw new ResetNeededException("step called before reset; call reset() first");
      }
      VectorResets.requireNoneOver(over, autoresetMode);
      return true;
    } catch (ResetNeededException e) {
      refusal = e;
      return false;
    }
  }

  void stepArrives() {
    if (!sent) {
      throw new IllegalStateException("no step was sent; call send() first");
    }
    sent = false;
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Some may be a step ahead of the others: all must be reset. */
  void breaksOff() {
    begun = false;
  }

  void stepEnds(VectorStepResult result) {
    begun = true;
    for (int i = 0; i < over.length; i++) {
      over[i] = result.ended(i);
    }
  }

  void close() {
    closed = true;
  }
}
