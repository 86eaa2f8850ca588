package dev.gymbridge.cli;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/** Whether a person sits in front of standard error, which Java 17 cannot say. */
final class Terminal {
  private static final int STANDARD_ERROR = 2;

  private Terminal() {}

  /** Two functions of the C library. */
  interface C extends Library {
    int isatty(int descriptor);
  }

  static boolean isStandardError() {
    if (Platform.isWindows()) {
      return System.console() != null;
    }
    try {
      return Native.load("c", C.class).isatty(STANDARD_ERROR) == 1;
    } catch (LinkageError e) {
      return System.console() != null;
    }
  }
}
