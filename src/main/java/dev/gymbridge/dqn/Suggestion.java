package dev.gymbridge.dqn;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The allowed name that a misspelt one was likely meant to be. */
public final class Suggestion {
  private static final int FARTHEST = 5;

  private Suggestion() {}

  /** Such as {@code ; did you mean "batch_size"?}; empty when nothing is near. */
  public static String of(String misspelt, Collection<String> allowed) {
    return nearest(misspelt, allowed).map(Suggestion::text).orElse("");
  }

  static String text(String name) {
    return "; did you mean \"" + name + "\"?";
  }

  /** The nearest name, the first of several; empty when nothing is near. */
  static Optional<String> nearest(String misspelt, Collection<String> allowed) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    int farthest = Math.min(FARTHEST, Math.max(1, misspelt.length() / 2));
    return allowed.stream()
        .min(Comparator.comparingInt(name -> distance.apply(misspelt, name)))
        .filter(name -> distance.apply(misspelt, name) <= farthest);
  }
}
