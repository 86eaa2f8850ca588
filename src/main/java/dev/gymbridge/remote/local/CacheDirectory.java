package dev.gymbridge.remote.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where files are kept that can be made again. */
final class CacheDirectory {
  private static final String VARIABLE = "GYMBRIDGE_CACHE";

  private CacheDirectory() {}

  /**
   * The directory for this platform.
   *
   * @param operatingSystem as {@code os.name} says
   * @param home the user's home directory
   */
  static Path of(Map<String, String> environment, String operatingSystem, String home) {
    String chosen = set(environment.get(VARIABLE));
    if (chosen != null) {
      return Path.of(chosen).toAbsolutePath();
    }
    String system = operatingSystem.toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "gymbridge");
    }
    if (system.startsWith("windows")) {
      String local = set(environment.get("LOCALAPPDATA"));
      return (local != null ? Path.of(local) : Path.of(home, "AppData", "Local"))
          .resolve("gymbridge");
    }
    String xdg = set(environment.get("XDG_CACHE_HOME"));
    // The XDG specification says to ignore relative paths.
    return xdg != null && Path.of(xdg).isAbsolute()
        ? Path.of(xdg, "gymbridge")
        : Path.of(home, ".cache", "gymbridge");
  }

  static Path of(Installation installation) {
    Path chosen = installation.cacheDirectory();
    return chosen != null
        ? chosen.toAbsolutePath()
        : of(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"));
  }

  private static @Nullable String set(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }
}
