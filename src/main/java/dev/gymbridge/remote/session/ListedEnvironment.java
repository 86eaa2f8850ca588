package dev.gymbridge.remote.session;

import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.remote.wire.MakeMessages;
import dev.gymbridge.remote.wire.SpaceCodec;
import org.jspecify.annotations.Nullable;

/**
 * An environment that a server can make.
 *
 * @param spec as registered; its render modes and frame rate are known only once it is made
 * @param observationSpace where observations lie; null unless asked for, and where there is a
 *     problem
 * @param actionSpace likewise, for actions
 * @param problem why it could not be made to learn its spaces, such as a missing package; empty
 *     when there is none
 */
public record ListedEnvironment(
    EnvironmentSpec spec,
    @Nullable Space observationSpace,
    @Nullable Space actionSpace,
    String problem) {
  public static ListedEnvironment decode(dev.gymbridge.proto.v1.ListedEnvironment listed) {
    return new ListedEnvironment(
        MakeMessages.spec(listed.getSpec()),
        listed.hasObservationSpace() ? SpaceCodec.decode(listed.getObservationSpace()) : null,
        listed.hasActionSpace() ? SpaceCodec.decode(listed.getActionSpace()) : null,
        listed.getProblem());
  }
}
