package dev.gymbridge.dqn;

import dev.gymbridge.replay.Stateful;
import java.io.IOException;

/**
 * A file that grows with a run. Its state is how long it is, and what its next lines depend on;
 * what is read cuts it back to that.
 */
public interface GrowingFile extends Stateful {
  /** Forces what was written so far to the medium; called from another thread than the rest. */
  void force() throws IOException;
}
