package dev.gymbridge.report;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a console, redrawn in place on a terminal and appended elsewhere, and the lines
 * that go above it.
 */
final class ConsoleLine implements ProgressBarConsumer {
  private static final String TO_START_AND_CLEAR = "\r\033[K";

  private final PrintStream err;
  private final PrintStream out;
  private final boolean terminal;
  private final ConsoleProgressBarConsumer widthSource;
  private String drawn = "";

  ConsoleLine(PrintStream err, PrintStream out, boolean terminal) {
    this.err = err;
    this.out = out;
    this.terminal = terminal;
    this.widthSource = new ConsoleProgressBarConsumer(err);
  }

  @Override
  public int getMaxRenderedLength() {
    return terminal ? widthSource.getMaxRenderedLength() : ProgressText.UNLIMITED;
  }

  /** Draws the line. */
  @Override
  public synchronized void accept(String text) {
    if (text.equals(drawn)) {
      return;
    }
    drawn = text;
    if (terminal) {
      err.print("\r" + text + "\033[K"); // no clearing first: it would flicker
    } else {
      err.println(text);
    }
    err.flush();
  }

  /** Prints a line above, to the stream of lines. */
  synchronized void println(String text) {
    above(out, text);
  }

  /** Prints a line above, to the stream of the progress. */
  synchronized void printlnToProgress(String text) {
    above(err, text);
  }

  private void above(PrintStream stream, String text) {
    boolean redraw = terminal && !drawn.isEmpty();
    if (redraw) {
      err.print(TO_START_AND_CLEAR);
      err.flush();
    }
    stream.println(text);
    stream.flush();
    if (redraw) {
      err.print(drawn);
      err.flush();
    }
  }

  @Override
  public synchronized void clear() {
    if (terminal) {
      err.print(TO_START_AND_CLEAR);
      drawn = "";
    }
  }

  /** Leaves the line as it is; what comes next begins below. */
  @Override
  public synchronized void close() {
    if (terminal && !drawn.isEmpty()) {
      err.println();
      err.flush();
    }
    drawn = "";
  }

  /** Whether the console's encoding has the characters of the bar. */
  boolean drawsUnicode() {
    return consoleCharset().newEncoder().canEncode("▕█▏·");
  }

  private static Charset consoleCharset() {
    String name = System.getProperty("stderr.encoding");
    if (name == null) {
      return Charset.defaultCharset(); // before Java 18: that of the console too
    }
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Charset.defaultCharset();
    }
  }
}
