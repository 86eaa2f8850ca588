package dev.gymbridge.env.grpc;

import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Graph;
import dev.gymbridge.env.space.OneOf;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.proto.v1.StepRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands each share of a vector its actions.
 *
 * <p>All are looked at before any is sent: what one server refuses the others must not step. Only
 * where there is a Box, whose bounds environments treat as they like, the servers judge alone.
 */
final class SpreadActions {
  private final Space space;
  private final int numEnvs;
  private final boolean judgedHere;

  SpreadActions(Space space, int numEnvs) {
    this.space = space;
    this.numEnvs = numEnvs;
    this.judgedHere = !hasBox(space);
  }

  private static boolean hasBox(Space space) {
    if (space instanceof Tuple tuple) {
      return tuple.spaces().stream().anyMatch(SpreadActions::hasBox);
    }
    if (space instanceof Dict dict) {
      return dict.spaces().values().stream().anyMatch(SpreadActions::hasBox);
    }
    if (space instanceof OneOf oneOf) {
      return oneOf.spaces().stream().anyMatch(SpreadActions::hasBox);
    }
    if (space instanceof Sequence sequence) {
      return hasBox(sequence.element());
    }
    return space instanceof Box || space instanceof Graph;
  }

  /** The request for each share. */
  List<StepRequest> encode(Value batch, List<Share> shares) {
    check(batch);
    List<StepRequest> requests = new ArrayList<>(shares.size());
    for (Share share : shares) {
      requests.add(share.environments().encode(space.slice(batch, share.from(), share.to())));
    }
    return requests;
  }

  private void check(Value batch) {
    if (space instanceof Discrete) {
      ActionCheck.batch(space, batch, numEnvs);
      return;
    }
    List<Value> each = Decoding.encoded(() -> space.unstack(batch, numEnvs));
    for (int i = 0; judgedHere && i < numEnvs; i++) {
      if (!space.contains(each.get(i))) {
        throw new InvalidActionException(
            "action of environment %d must be in %s, got %s".formatted(i, space, each.get(i)));
      }
    }
  }
}
