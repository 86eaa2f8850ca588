package dev.gymbridge.network.tensorflow;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps known chatter off standard error while something runs.
 *
 * <p>Native code writes to file descriptor 2 itself, past {@code System.err}. For the time of the
 * run that descriptor leads to a file; afterwards every line that is not known chatter is written
 * where it was meant to go, those of other threads too. On Windows, where descriptor and handle are
 * two things, nothing is filtered.
 */
final class StandardErrorFilter {
  private static final System.Logger LOG = System.getLogger(StandardErrorFilter.class.getName());
  private static final int STANDARD_ERROR = 2;
  private static final int WRITE_ONLY = 1;

  /** A line that holds one of these is dropped. */
  private static final List<String> CHATTER =
      List.of(
          "All log messages before absl::InitializeLog() is called are written to STDERR",
          "MLIR V1 optimization pass is not enabled",
          "A terminally deprecated method in sun.misc.Unsafe has been called",
          "sun.misc.Unsafe::",
          "Please consider reporting this to the maintainers of class org.tensorflow.");

  private StandardErrorFilter() {}

  /** Runs the task; where standard error cannot be redirected, runs it unfiltered. */
  static void during(Runnable task) {
    Path file = null;
    int saved = -1;
    try {
      if (!Platform.isWindows()) {
        file = Files.createTempFile("gymbridge-stderr", ".txt");
        saved = redirect(file);
      }
    } catch (IOException | LinkageError e) {
      LOG.log(Level.DEBUG, "Standard error cannot be filtered here", e);
    }
    try {
      task.run();
    } finally {
      if (saved >= 0) {
        call("dup2", saved, STANDARD_ERROR);
        call("close", saved);
      }
      if (file != null) {
        passOn(file);
      }
    }
  }

  /** Gives a copy of the descriptor that led to standard error, -1 if nothing was changed. */
  private static int redirect(Path file) {
    System.err.flush();
    int opened =
        Function.getFunction(Platform.C_LIBRARY_NAME, "open")
            .invokeInt(new Object[] {file.toString(), WRITE_ONLY});
    if (opened < 0) {
      return -1;
    }
    int saved = call("dup", STANDARD_ERROR);
    if (saved >= 0) {
      call("dup2", opened, STANDARD_ERROR);
    }
    call("close", opened);
    return saved;
  }

  private static int call(String function, Object... arguments) {
    return Function.getFunction(Platform.C_LIBRARY_NAME, function).invokeInt(arguments);
  }

  private static void passOn(Path file) {
    try {
      // Latin-1 keeps every byte as it is.
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      Files.delete(file);
      for (String line : text.split("(?<=\n)", -1)) {
        if (CHATTER.stream().noneMatch(line::contains)) {
          System.err.write(line.getBytes(StandardCharsets.ISO_8859_1));
        }
      }
      System.err.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
