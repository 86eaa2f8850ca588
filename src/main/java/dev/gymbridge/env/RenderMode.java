package dev.gymbridge.env;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How an environment draws itself; the names on the wire are Gymnasium's. */
public enum RenderMode {
  /** Not at all. */
  NONE(""),
  /** In a window of its own, where the environment runs. */
  HUMAN("human"),
  /** One frame for each call. */
  RGB_ARRAY("rgb_array"),
  /** All frames since the last call. */
  RGB_ARRAY_LIST("rgb_array_list"),
  /** One text for each call. */
  ANSI("ansi"),
  /** All texts since the last call. */
  ANSI_LIST("ansi_list");

  private final String gymnasiumName;

  RenderMode(String gymnasiumName) {
    this.gymnasiumName = gymnasiumName;
  }

  /** Gymnasium's name, such as {@code rgb_array}; empty for {@link #NONE}. */
  public String gymnasiumName() {
    return gymnasiumName;
  }

  /**
   * The mode of a Gymnasium name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RenderMode of(String gymnasiumName) {
    return Arrays.stream(values())
        .filter(mode -> mode.gymnasiumName.equals(gymnasiumName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no render mode \"%s\"; allowed are %s"
                        .formatted(
                            gymnasiumName,
                            Arrays.stream(values())
                                .skip(1)
                                .map(RenderMode::gymnasiumName)
                                .collect(Collectors.joining(", ")))));
  }
}
