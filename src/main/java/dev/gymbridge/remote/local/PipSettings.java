package dev.gymbridge.remote.local;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What pip is told by the user's settings: where packages come from, and how to get there. Where
 * and how they are installed (such as {@code user} or {@code target}) is not the user's to say: it
 * is gymbridge's own environment.
 */
final class PipSettings {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PREFIX = "PIP_";
  private static final String CONFIGURATION_FILE = PREFIX + "CONFIG_FILE";

  private static final Set<String> KEPT =
      Set.of(
          "index-url",
          "extra-index-url",
          "no-index",
          "find-links",
          "trusted-host",
          "proxy",
          "cert",
          "client-cert",
          "timeout",
          "default-timeout",
          "retries",
          "cache-dir",
          "no-cache-dir",
          "prefer-binary",
          "keyring-provider",
          "use-feature",
          "use-deprecated");

  /** Such as {@code global.index-url='https://...'} or {@code :env:.find-links='/a\n/b'}. */
  private static final Pattern LINE = Pattern.compile("\\S+?\\.([a-z-]+)=['\"](.*)['\"]");

  private PipSettings() {}

  /**
   * Settles what the pip that a process starts is told, and those that it starts in turn.
   *
   * @param python whose pip it is
   * @param builder of the process
   */
  static void apply(String python, ProcessBuilder builder) throws IOException {
    Map<String, String> settings = kept(configuration(python));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith(PREFIX));
    settings.forEach(
        (key, value) ->
            environment.put(PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_'), value));
    // Of this name pip reads no configuration file at all.
    environment.put(CONFIGURATION_FILE, windows() ? "nul" : "/dev/null");
  }

  private static List<String> configuration(String python) throws IOException {
    List<String> lines = new ArrayList<>();
    // So loud that it speaks where a configuration file asks for quiet.
    ProcessBuilder asking = Tool.python(python, List.of("-m", "pip", "-vvv", "config", "list"));
    // Of another Python, or of a log that cannot be written, it would say nothing at all.
    asking.environment().keySet().removeIf(PipSettings::isLeftOut);
    Tool.Result result = Tool.run(asking, LIMIT, lines::add);
    // A pip that cannot say it will say why it cannot install.
    return result.exitStatus() == 0 ? lines : List.of();
  }

  static boolean isLeftOut(String variable) {
    return variable.startsWith(PREFIX)
        && !variable.equals(CONFIGURATION_FILE)
        && !KEPT.contains(
            variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /**
   * The settings that are kept, of the lines of {@code pip config list}; the last of a key wins.
   */
  static Map<String, String> kept(List<String> lines) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line.strip());
      if (matcher.matches() && KEPT.contains(matcher.group(1))) {
        settings.put(matcher.group(1), matcher.group(2).replace("\\n", " ").strip());
      }
    }
    return settings;
  }

  private static boolean windows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
