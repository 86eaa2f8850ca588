package dev.gymbridge.env.classic;

import dev.gymbridge.env.Frame;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Draws the two links as Gymnasium does, 500 x 500 pixels; needs no display. */
final class AcrobotRenderer implements ClassicTask.Renderer {
  static final int SIDE = 500;

  private static final double PIXELS_PER_METRE = SIDE / (2 * 2.2);
  private static final double MIDDLE = SIDE / 2.0;
  private static final double HALF_WIDTH = 0.1 * PIXELS_PER_METRE;

  private static final Color LINK = new Color(0, 204, 204);
  private static final Color JOINT = new Color(204, 204, 0);

  private final BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);

  @Override
  public Frame draw(double[] state) {
    double first = state[0];
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, SIDE, SIDE);
      graphics.setColor(Color.BLACK);
      int goal = row((int) (PIXELS_PER_METRE + MIDDLE));
      graphics.drawLine(0, goal, SIDE - 1, goal);
    } finally {
      graphics.dispose();
    }
    drawLink(MIDDLE, MIDDLE, first - Math.PI / 2);
    drawLink(
        StrictMath.sin(first) * PIXELS_PER_METRE + MIDDLE,
        -StrictMath.cos(first) * PIXELS_PER_METRE + MIDDLE,
        first + state[1] - Math.PI / 2);
    return Frame.of(image);
  }

  /**
   * A link and the joint at its upper end.
   *
   * @param x of the joint, in pixels from the left
   * @param height of the joint, in pixels from the bottom
   * @param angle counterclockwise from the right
   */
  private void drawLink(double x, double height, double angle) {
    double sin = StrictMath.sin(angle);
    double cos = StrictMath.cos(angle);
    int[] xs = new int[4];
    int[] ys = new int[4];
    for (int corner = 0; corner < 4; corner++) {
      double along = corner < 2 ? 0 : PIXELS_PER_METRE;
      double across = corner % 3 == 0 ? -HALF_WIDTH : HALF_WIDTH;
      // Corners lie on whole pixels, cut off towards zero as pygame does.
      xs[corner] = (int) (cos * along - sin * across + x);
      ys[corner] = row((int) (sin * along + cos * across + height));
    }
    new SmoothPolygon(xs, ys).draw(image, LINK);
    Disk.draw(image, (int) x, row((int) height), (int) HALF_WIDTH, JOINT);
  }

  /** Heights grow upward, rows downward. */
  private static int row(int height) {
    return SIDE - 1 - height;
  }
}
