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
      drawEdge(image, color, xs[i], ys[i], xs[next] - xs[i], ys[next] - ys[i]);
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

  private static void drawEdge(BufferedImage image, Color color, int x, int y, int dx, int dy) {
    boolean steep = Math.abs(dy) > Math.abs(dx);
    int steps = Math.max(1, Math.max(Math.abs(dx), Math.abs(dy)));
    for (int step = 0; step <= steps; step++) {
      double along = (double) step / steps;
      double exactX = x + dx * along;
      double exactY = y + dy * along;
      int left = (int) Math.floor(exactX);
      int above = (int) Math.floor(exactY);
      double rest = steep ? exactX - left : exactY - above;
      blend(image, left, above, color, 1 - rest);
      blend(image, steep ? left + 1 : left, steep ? above : above + 1, color, rest);
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
