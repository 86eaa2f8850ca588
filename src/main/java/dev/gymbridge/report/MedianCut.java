package dev.gymbridge.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Median cut: boxes of colours are cut at the median of their longest side, the one with the most
 * spread first, and each ends as the mean of its pixels.
 *
 * <p>Source: Heckbert, Color image quantization for frame buffer display, SIGGRAPH 1982.
 */
final class MedianCut {
  private static final int BITS = 5;
  private static final int CELLS = 1 << (3 * BITS);

  private final long[] counts = new long[CELLS];
  private final long[][] sums = new long[3][CELLS];
  private final int[] boxOfCell = new int[CELLS];
  private final int[] colours;

  /**
   * Finds colours.
   *
   * @param argb pixels; those that are {@link FramePixels#UNCHANGED} do not count
   * @param size the most colours to find
   */
  MedianCut(int[] argb, int size) {
    for (int pixel : argb) {
      if (pixel != FramePixels.UNCHANGED) {
        int cell = cellOf(pixel);
        counts[cell]++;
        for (int channel = 0; channel < 3; channel++) {
          sums[channel][cell] += component(pixel, channel);
        }
      }
    }
    List<Box> boxes = cut(size);
    colours = new int[boxes.size()];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = boxes.get(i).mean();
      for (int cell : boxes.get(i).cells) {
        boxOfCell[cell] = i;
      }
    }
  }

  /** The colours, opaque. */
  int[] colours() {
    return colours;
  }

  /** Where in the colours a pixel's is. */
  int indexOf(int argb) {
    return boxOfCell[cellOf(argb)];
  }

  private List<Box> cut(int size) {
    int[] occupied = new int[CELLS];
    int n = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      if (counts[cell] > 0) {
        occupied[n++] = cell;
      }
    }
    List<Box> boxes = new ArrayList<>(List.of(new Box(Arrays.copyOf(occupied, n))));
    while (boxes.size() < size) {
      Box widest = boxes.stream().max(Comparator.comparingDouble(box -> box.spread)).orElseThrow();
      if (widest.cells.length < 2) {
        break;
      }
      boxes.remove(widest);
      boxes.addAll(widest.halves());
    }
    return boxes;
  }

  private static int cellOf(int argb) {
    return (argb >> 19 & 0x1F) << 10 | (argb >> 11 & 0x1F) << 5 | (argb >> 3 & 0x1F);
  }

  private static int component(int argb, int channel) {
    return argb >> (16 - 8 * channel) & 0xFF;
  }

  private static int coordinate(int cell, int channel) {
    return cell >> (BITS * (2 - channel)) & 0x1F;
  }

  /** Occupied cells that will be one colour. */
  private final class Box {
    private final int[] cells;
    private final int longestSide;

    /** Variance along the longest side, times the pixels, damped so that large areas share. */
    private final double spread;

    Box(int[] cells) {
      this.cells = cells;
      int longest = 0;
      double most = -1;
      long pixels = Arrays.stream(cells).mapToLong(cell -> counts[cell]).sum();
      for (int channel = 0; channel < 3; channel++) {
        double variance = variance(channel, pixels);
        if (variance > most) {
          most = variance;
          longest = channel;
        }
      }
      longestSide = longest;
      spread = cells.length < 2 ? -1 : most * Math.sqrt((double) pixels);
    }

    private double variance(int channel, long pixels) {
      double mean = 0;
      double square = 0;
      for (int cell : cells) {
        double coordinate = coordinate(cell, channel);
        mean += counts[cell] * coordinate;
        square += counts[cell] * coordinate * coordinate;
      }
      mean /= pixels;
      return square / pixels - mean * mean;
    }

    List<Box> halves() {
      int[] sorted =
          Arrays.stream(cells)
              .boxed()
              .sorted(Comparator.comparingInt(cell -> coordinate(cell, longestSide)))
              .mapToInt(Integer::intValue)
              .toArray();
      long half = Arrays.stream(sorted).mapToLong(cell -> counts[cell]).sum() / 2;
      long below = 0;
      int at = 0;
      while (at < sorted.length - 1 && (at == 0 || below + counts[sorted[at]] <= half)) {
        below += counts[sorted[at++]];
      }
      return List.of(
          new Box(Arrays.copyOf(sorted, at)),
          new Box(Arrays.copyOfRange(sorted, at, sorted.length)));
    }

    int mean() {
      long pixels = Arrays.stream(cells).mapToLong(cell -> counts[cell]).sum();
      int argb = 0xFF;
      for (int channel = 0; channel < 3; channel++) {
        long[] sum = sums[channel];
        long total = Arrays.stream(cells).mapToLong(cell -> sum[cell]).sum();
        argb = argb << 8 | (int) Math.round((double) total / pixels);
      }
      return argb;
    }
  }
}
