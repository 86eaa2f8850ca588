package dev.gymbridge.env;

/**
 * Episodes of a vector environment that broke off because what played them is gone.
 *
 * <p>Such an episode has no end: neither its return nor its length means anything, and no
 * transition leads across the break.
 *
 * @param environments [N], whether the episode of each was lost
 * @param reason what happened and what was done about it, as one line for the user
 */
@SuppressWarnings("ArrayRecordComponent") // read on the hot path, compared by nobody
public record InterruptedEpisodes(boolean[] environments, String reason) {
  /** The number of episodes lost. */
  public int count() {
    int count = 0;
    for (boolean lost : environments) {
      count += lost ? 1 : 0;
    }
    return count;
  }
}
