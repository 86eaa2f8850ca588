package dev.gymbridge.network.tensorflow;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps known chatter off standard error while something runs.
 *
 * <p>Native code writes to file descriptor 2 itself, past {@code System.err}. For the time of the
 * run that descriptor leads to a process of its own, which passes on every line that is not known
 * chatter, those of other threads too. It outlives this process, so that the last words of native
 * code that aborts are read. On Windows, where descriptor and handle are two things, nothing is
 * filtered.
 */
final class StandardErrorFilter {
  private static final System.Logger LOG = System.getLogger(StandardErrorFilter.class.getName());
  private static final int STANDARD_ERROR = 2;
  private static final long PATIENCE_MILLIS = 2_000;

  /** A line that holds one of these is dropped; none holds what a shell or sed reads otherwise. */
  private static final List<String> CHATTER =
      List.of(
          "All log messages before absl::InitializeLog() is called are written to STDERR",
          "MLIR V1 optimization pass is not enabled",
          "A terminally deprecated method in sun.misc.Unsafe has been called",
          "sun.misc.Unsafe::",
          "Please consider reporting this to the maintainers of class org.tensorflow");

  /** It heeds no Ctrl-C, which is for the program whose words it passes on. */
  private static final String PASS_ON =
      CHATTER.stream()
          .map("-e '/%s/d'"::formatted)
          .collect(Collectors.joining(" ", "trap '' INT; LC_ALL=C exec sed ", " >&2"));

  private StandardErrorFilter() {}

  /** Runs the task; where standard error cannot be redirected, runs it unfiltered. */
  static void during(Runnable task) {
    Pointer filter = null;
    int saved = -1;
    try {
      if (!Platform.isWindows()) {
        filter = function("popen").invokePointer(new Object[] {PASS_ON, "w"});
        saved = filter == null ? -1 : redirect(filter);
      }
    } catch (LinkageError e) {
      LOG.log(Level.DEBUG, "Standard error cannot be filtered here", e);
    }
    try {
      task.run();
    } finally {
      if (saved >= 0) {
        System.err.flush();
        call("dup2", saved, STANDARD_ERROR);
        call("close", saved);
      }
      if (filter != null) {
        close(filter);
      }
    }
  }

  /**
   * Waits until all is passed on; not for ever where a process that was started meanwhile holds
   * standard error as it was then.
   */
  private static void close(Pointer filter) {
    Thread closing = new Thread(() -> call("pclose", filter), "gymbridge-standard-error");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives a copy of the descriptor that led to standard error, -1 if nothing was changed. */
  private static int redirect(Pointer filter) {
    System.err.flush();
    int saved = call("dup", STANDARD_ERROR);
    if (saved >= 0) {
      call("dup2", call("fileno", filter), STANDARD_ERROR);
    }
    return saved;
  }

  private static int call(String name, Object... arguments) {
    return function(name).invokeInt(arguments);
  }

  private static Function function(String name) {
    return Function.getFunction(Platform.C_LIBRARY_NAME, name);
  }
}
