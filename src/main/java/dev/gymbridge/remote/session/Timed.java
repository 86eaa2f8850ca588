package dev.gymbridge.remote.session;

/**
 * What knows where the time of its steps went.
 *
 * @apiNote For the rooms of {@code remote}; a user asks {@link BridgeTiming#of}.
 */
public interface Timed {
  /** Summed since it was made. */
  BridgeTiming timing();
}
