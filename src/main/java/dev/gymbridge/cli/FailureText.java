package dev.gymbridge.cli;

import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.util.Arrays;

/** What a person is told of a failure. */
final class FailureText {
  /** What Java makes of bytes that the locale has no letter for. */
  private static final char NO_LETTER = '\uFFFD';

  private static final String LOCALE_MEND =
      "the locale (%s) has no such letters; set LC_ALL=C.UTF-8 and run this again";

  private FailureText() {}

  /** One message: what, why, and how to mend it. */
  static String of(Throwable failure) {
    if (failure instanceof InvalidPathException path) {
      return "%s cannot be a path here: ".formatted(path.getInput()) + localeMend();
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of memory (%s); give Java more with -Xmx, such as java -Xmx4g -jar gymbridge.jar"
          .formatted(failure.getMessage());
    }
    return isUnexpected(failure) ? failure.toString() : String.valueOf(failure.getMessage());
  }

  /** Whether it is this program's own fault: nobody put it into words. */
  static boolean isUnexpected(Throwable failure) {
    return !(failure instanceof InvalidPathException || failure instanceof OutOfMemoryError)
        && (failure.getMessage() == null || failure.getClass().getName().startsWith("java.lang."));
  }

  /**
   * Refuses arguments whose letters were lost on the way in.
   *
   * @throws UsageException naming the setting that mends it
   */
  static void requireReadable(String[] args) {
    Arrays.stream(args)
        .filter(arg -> arg.indexOf(NO_LETTER) >= 0)
        .findFirst()
        .ifPresent(
            arg -> {
              throw new UsageException("the argument %s: ".formatted(arg) + localeMend());
            });
  }

  private static String localeMend() {
    return LOCALE_MEND.formatted(
        System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));
  }
}
