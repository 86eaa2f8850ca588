package dev.gymbridge.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * At most 255 colours for the pixels of a picture, and a transparent one.
 *
 * <p>Up to 255 colours are kept as they are. More are quantised by median cut (Heckbert 1982) over
 * a histogram of 5 bits a channel, without dithering: noise would make every frame differ from the
 * one before.
 */
final class Palette {
  private static final int COLOURS = 255;
  private static final int TRANSPARENT_INDEX = 0;

  private final int[] argb;
  private final Index index;

  private Palette(int[] argb, Index index) {
    this.argb = argb;
    this.index = index;
  }

  private interface Index {
    int of(int argb);
  }

  static Palette of(int[] pixels) {
    Map<Integer, Integer> exact = new HashMap<>();
    exact.put(FramePixels.UNCHANGED, TRANSPARENT_INDEX);
    int last = FramePixels.UNCHANGED;
    for (int pixel : pixels) {
      if (pixel == last) {
        continue;
      }
      last = pixel;
      exact.putIfAbsent(pixel, exact.size());
      if (exact.size() > COLOURS + 1) {
        return quantised(pixels);
      }
    }
    int[] argb = new int[exact.size()];
    exact.forEach((colour, i) -> argb[i] = colour);
    return new Palette(argb, colour -> exact.getOrDefault(colour, TRANSPARENT_INDEX));
  }

  private static Palette quantised(int[] pixels) {
    MedianCut cut = new MedianCut(pixels, COLOURS);
    int[] colours = cut.colours();
    int[] argb = new int[colours.length + 1];
    System.arraycopy(colours, 0, argb, 1, colours.length);
    return new Palette(
        argb,
        colour -> colour == FramePixels.UNCHANGED ? TRANSPARENT_INDEX : 1 + cut.indexOf(colour));
  }

  /** The change as a picture of as few bits a pixel as its colours need. */
  BufferedImage paint(FramePixels.Change change) {
    int bits = 1;
    while (1 << bits < argb.length) {
      bits++;
    }
    int[] table = Arrays.copyOf(argb, 1 << bits);
    for (int i = argb.length; i < table.length; i++) {
      table[i] = 0xFF000000;
    }
    IndexColorModel colours =
        new IndexColorModel(
            bits, table.length, table, 0, true, TRANSPARENT_INDEX, DataBuffer.TYPE_BYTE);
    BufferedImage image =
        new BufferedImage(
            change.width(), change.height(), BufferedImage.TYPE_BYTE_INDEXED, colours);
    byte[] indices = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int last = FramePixels.UNCHANGED;
    int lastIndex = TRANSPARENT_INDEX;
    for (int p = 0; p < indices.length; p++) {
      int pixel = change.argb()[p];
      if (pixel != last) {
        last = pixel;
        lastIndex = index.of(pixel);
      }
      indices[p] = (byte) lastIndex;
    }
    return image;
  }
}
