package dev.gymbridge.report;

import dev.gymbridge.env.Frame;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a frame.
 *
 * @param argb [height, width], opaque
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, compared by nobody
record FramePixels(int width, int height, int[] argb) {
  /** A pixel that stays as it was. */
  static final int UNCHANGED = 0;

  private static final int OPAQUE = 0xFF000000;

  /**
   * What differs from the frame before.
   *
   * @param argb [height, width], opaque where it differs, else {@link #UNCHANGED}
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Change(
      int left, int top, int width, int height, int[] argb, int frameWidth, int frameHeight) {}

  static FramePixels of(Frame frame, double scale) {
    if (scale != 1) {
      BufferedImage image = scaled(frame.toImage(), scale);
      int width = image.getWidth();
      int height = image.getHeight();
      int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
      return new FramePixels(width, height, argb);
    }
    byte[] rgb = frame.rgb();
    int[] argb = new int[frame.width() * frame.height()];
    for (int p = 0, i = 0; p < argb.length; p++, i += 3) {
      argb[p] = OPAQUE | (rgb[i] & 0xFF) << 16 | (rgb[i + 1] & 0xFF) << 8 | (rgb[i + 2] & 0xFF);
    }
    return new FramePixels(frame.width(), frame.height(), argb);
  }

  /** The frame as large as it goes into others, its proportions kept, on black. */
  static Frame fitted(Frame frame, int width, int height) {
    double scale = Math.min((double) width / frame.width(), (double) height / frame.height());
    int fittedWidth = Math.max(1, (int) Math.round(frame.width() * scale));
    int fittedHeight = Math.max(1, (int) Math.round(frame.height() * scale));
    BufferedImage picture = drawn(frame.toImage(), fittedWidth, fittedHeight, scale < 1);
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(picture, (width - fittedWidth) / 2, (height - fittedHeight) / 2, null);
    graphics.dispose();
    return Frame.of(canvas);
  }

  /** By halves while it is more than twice too large: bilinear reads only four pixels. */
  private static BufferedImage scaled(BufferedImage image, double scale) {
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage current = image;
    while (current.getWidth() >= 2 * width && current.getHeight() >= 2 * height) {
      current = drawn(current, current.getWidth() / 2, current.getHeight() / 2, true);
    }
    if (current.getWidth() == width && current.getHeight() == height) {
      return current;
    }
    return drawn(current, width, height, scale < 1);
  }

  private static BufferedImage drawn(BufferedImage image, int width, int height, boolean smoothed) {
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        smoothed
            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return result;
  }

  /** The smallest rectangle that holds all differences; one unchanged pixel when there is none. */
  Change changeSince(int @Nullable [] previous) {
    if (previous == null) {
      return new Change(0, 0, width, height, argb, width, height);
    }
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int y = 0, p = 0; y < height; y++) {
      for (int x = 0; x < width; x++, p++) {
        if (argb[p] != previous[p]) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    if (right < 0) {
      return new Change(0, 0, 1, 1, new int[] {UNCHANGED}, width, height);
    }
    int changedWidth = right - left + 1;
    int[] changed = new int[changedWidth * (bottom - top + 1)];
    for (int y = top, i = 0; y <= bottom; y++) {
      for (int p = y * width + left; p <= y * width + right; p++, i++) {
        changed[i] = argb[p] == previous[p] ? UNCHANGED : argb[p];
      }
    }
    return new Change(left, top, changedWidth, bottom - top + 1, changed, width, height);
  }
}
