package dev.gymbridge.network.tensorflow;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.lang.System.Logger.Level;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Switches of TensorFlow's native library that must stand before it is loaded.
 *
 * <p>They are environment variables, read by C code; Java cannot set those in its own process, and
 * the JVM may have been started by Maven or by an application. So the C library is asked to. A
 * value that the user has set is kept. Where a switch cannot be set TensorFlow works all the same,
 * more slowly or with more lines on the console: that is a warning, never a failure.
 */
final class NativeSettings {
  private static final System.Logger LOG = System.getLogger(NativeSettings.class.getName());
  private static final String NOT_SET = "could not set %s=%s; set it in the environment yourself";
  private static final String LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL";
  private static final String MEMORY_CHECK = "org.bytedeco.javacpp.maxPhysicalBytes";

  private static boolean applied;
  private static @Nullable String whyNot;

  private NativeSettings() {}

  /**
   * Makes the switches, loads the native library and wakes it; later calls do nothing, or say again
   * why it could not be.
   */
  static synchronized void apply() {
    if (!applied) {
      applied = true;
      try {
        load();
      } catch (LinkageError e) {
        whyNot = e.toString();
        throw new NativeLibraryException(whyNot, e);
      }
    }
    if (whyNot != null) {
      throw new NativeLibraryException(whyNot, null);
    }
  }

  /** Lets a thread of its own do that. Who needs the library calls {@link #apply} all the same. */
  static void applyMeanwhile() {
    Thread thread =
        new Thread(
            () -> {
              try {
                apply();
              } catch (NativeLibraryException e) {
                LOG.log(Level.DEBUG, "Whoever needs TensorFlow is told", e);
              }
            },
            "gymbridge-tensorflow");
    thread.setDaemon(true);
    thread.start();
  }

  private static void load() {
    // oneDNN's kernels take a small network longer to enter than they save.
    setEnvironment("TF_ENABLE_ONEDNN_OPTS", "0");
    // Else the first session of a process, which is only here to wake it, would decide how many
    // threads all others have.
    setEnvironment("TF_OVERRIDE_GLOBAL_THREADPOOL", "1");
    // Errors only.
    setEnvironment(LOG_LEVEL, "2");
    // JavaCPP compares the resident memory of the whole process with a multiple of the Java heap at
    // each allocation: slow, and with a small heap a false OutOfMemoryError.
    if (System.getProperty(MEMORY_CHECK) == null) {
      System.setProperty(MEMORY_CHECK, "0");
    }
    Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class);
    if ("0".equals(System.getenv(LOG_LEVEL))) {
      wake();
    } else {
      StandardErrorFilter.during(NativeSettings::wake);
    }
  }

  /**
   * The least that brings out what is said once in a process: TensorFlow's two lines about its log
   * and its MLIR pass, which heed no log level, and on newer JDKs the warning about the class
   * Unsafe.
   */
  private static void wake() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      try (TFloat32 one = TFloat32.scalarOf(1);
          Session session = new Session(graph, SessionSettings.of(new ComputeSettings(1)))) {
        session.runner().fetch(tf.constantOf(one)).run().close();
      }
    }
  }

  private static void setEnvironment(String name, String value) {
    if (System.getenv(name) != null) {
      return;
    }
    try {
      Function function =
          Platform.isWindows()
              ? Function.getFunction("ucrtbase", "_putenv_s")
              : Function.getFunction(Platform.C_LIBRARY_NAME, "setenv");
      Object[] arguments =
          Platform.isWindows() ? new Object[] {name, value} : new Object[] {name, value, 0};
      if (function.invokeInt(arguments) != 0) {
        LOG.log(Level.WARNING, NOT_SET.formatted(name, value));
      }
    } catch (LinkageError e) {
      LOG.log(Level.WARNING, NOT_SET.formatted(name, value), e);
    }
  }
}
