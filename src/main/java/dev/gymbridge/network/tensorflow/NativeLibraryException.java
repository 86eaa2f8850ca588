package dev.gymbridge.network.tensorflow;

import org.jspecify.annotations.Nullable;

/** TensorFlow's native library cannot be loaded, so that no network can be made. */
public final class NativeLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NativeLibraryException(String why, @Nullable Throwable cause) {
    super(
        "TensorFlow's native library does not load on %s %s (%s); it lies in the jar tensorflow-core-native of this platform: build here with mvn package, or for all platforms with -Pall-platforms"
            .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), why),
        cause);
  }
}
