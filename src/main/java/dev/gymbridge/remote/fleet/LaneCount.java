package dev.gymbridge.remote.fleet;

import dev.gymbridge.remote.session.SessionServer;
import dev.gymbridge.remote.wire.Vectorization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Over how many lanes of one server a new vector is spread: a process each, which step at once. */
final class LaneCount {
  /** Fewer of CartPole's size step sooner than two lanes have been asked and have answered. */
  private static final int FEWEST_ENVIRONMENTS = 10;

  private LaneCount() {}

  /**
   * So many lanes.
   *
   * @param asked how many the user wants; null for one a processor, where the environments of a
   *     vector are the same wherever they are
   */
  static int of(
      List<SessionServer> servers,
      Vectorization vectorization,
      int numEnvs,
      @Nullable Integer asked) {
    if (servers.size() > 1 || !servers.get(0).carrier().lane()) {
      return 1;
    }
    if (asked != null) {
      return Math.min(asked, numEnvs);
    }
    boolean oneAfterAnother =
        vectorization == Vectorization.AUTOMATIC || vectorization == Vectorization.SYNC;
    int pay = Math.min(Runtime.getRuntime().availableProcessors(), numEnvs / FEWEST_ENVIRONMENTS);
    return oneAfterAnother ? Math.max(1, pay) : 1;
  }
}
