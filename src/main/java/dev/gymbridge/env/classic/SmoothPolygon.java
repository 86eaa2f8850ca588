package dev.gymbridge.env.classic;

import java.awt.Color;
import java.awt.image.BufferedImage;

/**
 * A convex polygon with corners on whole pixels, drawn as SDL draws it for pygame: first its edges
 * as lines two pixels thick that fade by distance, then each row solid between the pixels nearest
 * to the edges.
 *
 * <p>Java2D's own polygons fill by another rule and come out half a pixel narrower, hence this.
 *
 * <p>Source of the lines: X. Wu, "An efficient antialiasing technique", 1991.
 */
final class SmoothPolygon {
  private final int[] xs;
  private final int[] ys;

  /**
   * A polygon.
   *
   * @param xs columns of the corners
   * @param ys rows of the corners, as many
   */
  SmoothPolygon(int[] xs, int[] ys) {
    this.xs = xs.clone();
    this.ys = ys.clone();
  }

  /** Draws it; what lies outside the image is left out. */
  void draw(BufferedImage image, Color color) {
    for (int i = 0; i < xs.length; i++) {
      int next = (i + 1) % xs.length;
      drawLine(image, color, xs[i], ys[i], xs[next], ys[next]);
    }
    int top = Integer.MAX_VALUE;
    int bottom = Integer.MIN_VALUE;
    for (int y : ys) {
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    for (int y = top; y <= bottom; y++) {
      fillRow(image, color, y);
    }
  }

  /** A line, two pixels thick, that fades by distance. */
  static void drawLine(
      BufferedImage image, Color color, double x, double y, double endX, double endY) {
    double dx = endX - x;
    double dy = endY - y;
    boolean steep = Math.abs(dy) > Math.abs(dx);
    double start = steep ? y : x;
    double length = steep ? dy : dx;
    int last = (int) Math.floor(Math.max(start, start + length));
    for (int pixel = (int) Math.ceil(Math.min(start, start + length)); pixel <= last; pixel++) {
      double along = length == 0 ? 0 : (pixel - start) / length;
      double across = steep ? x + dx * along : y + dy * along;
      int nearer = (int) Math.floor(across);
      double rest = across - nearer;
      blend(image, steep ? nearer : pixel, steep ? pixel : nearer, color, 1 - rest);
      blend(image, steep ? nearer + 1 : pixel, steep ? pixel : nearer + 1, color, rest);
    }
  }

  private void fillRow(BufferedImage image, Color color, int y) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < xs.length; i++) {
      int next = (i + 1) % xs.length;
      if (y < Math.min(ys[i], ys[next]) || y > Math.max(ys[i], ys[next])) {
        continue;
      }
      double along = ys[i] == ys[next] ? 0 : (double) (y - ys[i]) / (ys[next] - ys[i]);
      double x = xs[i] + along * (xs[next] - xs[i]);
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    for (int x = (int) Math.round(left); x <= (int) Math.round(right); x++) {
      blend(image, x, y, color, 1);
    }
  }

  /** Covers a part of a pixel, in [0, 1], with a colour. */
  static void blend(BufferedImage image, int x, int y, Color color, double part) {
    if (x < 0 || y < 0 || x >= image.getWidth() || y >= image.getHeight()) {
      return;
    }
    Color under = new Color(image.getRGB(x, y));
    image.setRGB(
        x,
        y,
        new Color(
                mix(under.getRed(), color.getRed(), part),
                mix(under.getGreen(), color.getGreen(), part),
                mix(under.getBlue(), color.getBlue(), part))
            .getRGB());
  }

  private static int mix(int under, int over, double part) {
    return (int) Math.round(under + (over - under) * part);
  }
}
