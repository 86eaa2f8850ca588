package dev.gymbridge.env;

import java.util.List;

/**
 * What an environment drew: frames (the rgb_array modes), texts (the ansi modes), or nothing
 * (human).
 *
 * @param frames in the order they were drawn
 * @param texts likewise
 */
public record Rendering(List<Frame> frames, List<String> texts) {
  /** Nothing: the environment draws in a window of its own. */
  public static final Rendering NOTHING = new Rendering(List.of(), List.of());

  public Rendering {
    frames = List.copyOf(frames);
    texts = List.copyOf(texts);
  }

  /** One frame. */
  public static Rendering of(Frame frame) {
    return new Rendering(List.of(frame), List.of());
  }
}
