package dev.gymbridge.run;

import dev.gymbridge.checkpoint.Disk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** A disk that from a given act on takes nothing more, for a reason, as long as it is used. */
final class RefusingDisk extends Disk {
  private final Kind kind;
  private final int from;
  private int acts;

  /** Why nothing more is taken. */
  enum Kind {
    /** What takes no room is still done. */
    FULL("No space left on device", EnumSet.of(Act.CREATE_DIRECTORY, Act.WRITE, Act.APPEND)),
    /** Nothing is done. */
    READ_ONLY("Read-only file system", EnumSet.allOf(Act.class));

    final String reason;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Set<Act> refused;

    Kind(String reason, Set<Act> refused) {
      this.reason = reason;
      this.refused = refused;
    }
  }

  RefusingDisk(Kind kind, int from) {
    this.kind = kind;
    this.from = from;
  }

  @Override
  protected synchronized void before(Act act, Path path) throws IOException {
    if (acts++ >= from && kind.refused.contains(act)) {
      throw new FileSystemException(path.toString(), null, kind.reason);
    }
  }
}
