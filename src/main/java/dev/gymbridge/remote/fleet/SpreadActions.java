package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.remote.session.ActionCheck;
import dev.gymbridge.remote.wire.StepMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands each share of a vector its actions.
 *
 * <p>All are looked at before any is sent: what one server refuses the others must not step.
 */
final class SpreadActions {
  private final Space space;
  private final Space batched;
  private final int numEnvs;

  SpreadActions(Space space, int numEnvs) {
    this.space = space;
    this.batched = space.batch(numEnvs);
    this.numEnvs = numEnvs;
  }

  /** The request for each share. */
  List<StepMessage> encode(Value batch, List<Share> shares) {
    ActionCheck.batch(space, batched, batch, numEnvs);
    List<StepMessage> requests = new ArrayList<>(shares.size());
    for (Share share : shares) {
      boolean all = shares.size() == 1;
      Value theirs = all ? batch : space.slice(batch, share.from(), share.to());
      requests.add(share.environments().begin(theirs));
    }
    return requests;
  }
}
