package dev.gymbridge.env.classic;

import java.awt.Color;
import java.awt.image.BufferedImage;

/** A disk about a whole pixel, whose rim fades by distance. */
final class Disk {
  private Disk() {}

  /** Draws it; what lies outside the image is left out. */
  static void draw(BufferedImage image, int x, int y, int radius, Color color) {
    for (int dy = -radius - 1; dy <= radius + 1; dy++) {
      for (int dx = -radius - 1; dx <= radius + 1; dx++) {
        double beyond = Math.sqrt(dx * dx + dy * dy) - radius;
        if (beyond < 1) {
          SmoothPolygon.blend(image, x + dx, y + dy, color, Math.min(1, 1 - beyond));
        }
      }
    }
  }
}
