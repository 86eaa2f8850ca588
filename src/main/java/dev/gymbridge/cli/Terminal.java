package dev.gymbridge.cli;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Whether a person sits in front of standard error, which Java 17 cannot say, and a line can be
 * drawn anew there, which a dumb terminal cannot.
 *
 * <p>Where the C library cannot say it either the answer is no: plain lines are read anywhere.
 */
final class Terminal {
  private static final int STANDARD_ERROR = 2;

  private Terminal() {}

  /** A function of the C library. */
  interface C extends Library {
    int isatty(int descriptor);
  }

  static boolean isStandardError() {
    if (Platform.isWindows() || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return Native.load("c", C.class).isatty(STANDARD_ERROR) == 1;
    } catch (LinkageError e) {
      return false;
    }
  }
}
