package dev.gymbridge.remote.local;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The last lines that a process wrote; thread-safe.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class LastLines {
  /** A traceback through Gymnasium and an environment has some 30 lines. */
  private static final int CAPACITY = 60;

  private static final int MAX_LINE_CHARACTERS = 500;

  private final ArrayDeque<String> lines = new ArrayDeque<>(CAPACITY);

  public synchronized void add(String line) {
    if (lines.size() == CAPACITY) {
      lines.removeFirst();
    }
    lines.addLast(
        line.length() > MAX_LINE_CHARACTERS
            ? line.substring(0, MAX_LINE_CHARACTERS) + "..."
            : line);
  }

  synchronized List<String> last(int count) {
    return lines.stream().skip(Math.max(0, lines.size() - count)).toList();
  }

  /** Whether any line contains one of the texts, ignoring case. */
  synchronized boolean mention(String... texts) {
    return lines.stream()
        .map(line -> line.toLowerCase(java.util.Locale.ROOT))
        .anyMatch(
            line ->
                java.util.Arrays.stream(texts)
                    .anyMatch(text -> line.contains(text.toLowerCase(java.util.Locale.ROOT))));
  }

  /** The last {@code count} lines, each indented, after a heading; empty when there are none. */
  public String under(String heading, int count) {
    List<String> shown = last(count);
    return shown.isEmpty() ? "" : heading + "\n  " + String.join("\n  ", shown);
  }
}
