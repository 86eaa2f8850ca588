package dev.gymbridge.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** How this program was started, so that what it tells to type works. */
final class Invocation {
  private Invocation() {}

  /** Set by the scripts that start the program, to what they were called as. */
  private static final String LAUNCHER = "gymbridge.launcher";

  /** A format with one {@code %s} for the arguments. */
  static String program() {
    String launcher = System.getProperty(LAUNCHER);
    if (launcher != null) {
      return launcher + " %s";
    }
    CodeSource source = Invocation.class.getProtectionDomain().getCodeSource();
    try {
      if (source != null && source.getLocation().getPath().endsWith(".jar")) {
        Path jar = Path.of(source.getLocation().toURI());
        Path here = Path.of("").toAbsolutePath();
        return "java -jar " + (jar.startsWith(here) ? here.relativize(jar) : jar) + " %s";
      }
    } catch (URISyntaxException e) {
      // The name is for people only.
    }
    return "mvn -q exec:java -Dexec.args=\"%s\"";
  }
}
