package dev.gymbridge.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one observation looks like to a network.
 *
 * @param dimensions each at least 1; three of them make a picture: height, width and channels, or
 *     the channels first where the first dimension is the smaller one of first and last
 * @param element the kind of its numbers
 * @param scale what brings its numbers near [-1, 1]; null where nothing is known of their range
 * @param oneHot what whole numbers the row of floats stands for; null where it stands for itself
 */
public record ObservationShape(
    List<Integer> dimensions,
    Element element,
    @Nullable InputScale scale,
    @Nullable OneHot oneHot) {
  /** The kind of the numbers of an observation. */
  public enum Element {
    /** Floats, taken as they are. */
    FLOAT32,
    /** Bytes from 0 to 255, which the network scales to [0, 1]. */
    UINT8,
    /** Bytes of 0 or 1. */
    BOOL
  }

  public ObservationShape {
    dimensions = List.copyOf(dimensions);
    dimensions.forEach(
        dimension -> Checks.requireAtLeastOne("a dimension of the observation", dimension));
  }

  /** An observation of which no range is known. */
  public ObservationShape(List<Integer> dimensions, Element element) {
    this(dimensions, element, null, null);
  }

  /** Floats in a row. */
  public static ObservationShape flat(int size) {
    return new ObservationShape(List.of(size), Element.FLOAT32);
  }

  /** Whole numbers as so many floats in a row. */
  public static ObservationShape oneHot(int size, OneHot oneHot) {
    return new ObservationShape(List.of(size), Element.FLOAT32, null, oneHot);
  }

  /** A picture. */
  public static ObservationShape picture(int height, int width, int channels, Element element) {
    return new ObservationShape(List.of(height, width, channels), element);
  }

  /** Numbers of one observation. */
  public int size() {
    int size = 1;
    for (int i = 0; i < dimensions.size(); i++) { // As a stream it would be garbage of each step.
      size = Math.multiplyExact(size, dimensions.get(i));
    }
    return size;
  }

  /** Whether they are bytes, else floats. */
  public boolean isBytes() {
    return element != Element.FLOAT32;
  }

  /** Memory of one observation, in bytes. */
  public long memory() {
    return (long) size() * (isBytes() ? 1 : Float.BYTES);
  }

  /** Whether convolutions can be applied to it. */
  public boolean isPicture() {
    return dimensions.size() == 3;
  }

  /** Whether the channels of the picture are its first dimension, as frames stacked are. */
  public boolean channelsFirst() {
    return isPicture() && dimensions.get(0) < dimensions.get(2);
  }

  /**
   * Pictures one after another that it may be, along its first dimension: bytes of three dimensions
   * whose channels are the first, or of more whose first is smaller than the next. 1 for others.
   */
  public int frames() {
    boolean several =
        channelsFirst() || (dimensions.size() > 3 && dimensions.get(0) < dimensions.get(1));
    return isBytes() && several ? dimensions.get(0) : 1;
  }

  /** Pixels from top to bottom of a picture. */
  public int height() {
    return dimensions.get(channelsFirst() ? 1 : 0);
  }

  /** Pixels from left to right of a picture. */
  public int width() {
    return dimensions.get(channelsFirst() ? 2 : 1);
  }

  /** Channels of a picture: colours, or frames one after another. */
  public int channels() {
    return dimensions.get(channelsFirst() ? 0 : 2);
  }
}
