package dev.gymbridge.env.classic;

import dev.gymbridge.env.Frame;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Draws the cart and the pole as Gymnasium does, 600 x 400 pixels; needs no display. */
final class CartPoleRenderer implements ClassicTask.Renderer {
  static final int WIDTH = 600;
  static final int HEIGHT = 400;

  private static final double PIXELS_PER_METRE = WIDTH / (2 * CartPole.POSITION_LIMIT);
  private static final int TRACK_HEIGHT = 100;
  private static final double CART_HALF_WIDTH = 25;
  private static final double CART_HALF_HEIGHT = 15;
  private static final double AXLE_HEIGHT = TRACK_HEIGHT + 7.5;
  private static final double POLE_HALF_WIDTH = 5;
  private static final double POLE_LENGTH = 125;

  /** By the distance of a row from the middle of the axle. */
  private static final int[] AXLE_HALF_WIDTHS = {5, 5, 5, 4, 3, 0};

  private static final Color POLE = new Color(202, 152, 101);
  private static final Color AXLE = new Color(129, 132, 203);

  private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);

  @Override
  public Frame draw(double[] state) {
    double angle = state[2];
    double cartX = state[0] * PIXELS_PER_METRE + WIDTH / 2.0;
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, WIDTH, HEIGHT);
      rectangle(cartX, TRACK_HEIGHT, CART_HALF_WIDTH, CART_HALF_HEIGHT, CART_HALF_HEIGHT, 0)
          .draw(image, Color.BLACK);
      double poleTop = POLE_LENGTH - POLE_HALF_WIDTH;
      rectangle(cartX, AXLE_HEIGHT, POLE_HALF_WIDTH, POLE_HALF_WIDTH, poleTop, -angle)
          .draw(image, POLE);
      drawAxle(graphics, (int) cartX, row((int) AXLE_HEIGHT));
      graphics.setColor(Color.BLACK);
      graphics.drawLine(0, row(TRACK_HEIGHT), WIDTH - 1, row(TRACK_HEIGHT));
    } finally {
      graphics.dispose();
    }
    return Frame.of(image);
  }

  /**
   * A rectangle turned about a point.
   *
   * @param x of the point, in pixels from the left
   * @param height of the point, in pixels from the bottom
   * @param below how far it reaches below the point before the turn, {@code above} likewise
   * @param angle of the turn, counterclockwise
   */
  private static SmoothPolygon rectangle(
      double x, double height, double halfWidth, double below, double above, double angle) {
    double sin = StrictMath.sin(angle);
    double cos = StrictMath.cos(angle);
    int[] xs = new int[4];
    int[] ys = new int[4];
    for (int corner = 0; corner < 4; corner++) {
      double across = corner < 2 ? -halfWidth : halfWidth;
      double up = corner % 3 == 0 ? -below : above;
      // Corners lie on whole pixels, cut off towards zero as pygame does.
      xs[corner] = (int) (cos * across - sin * up + x);
      ys[corner] = row((int) (sin * across + cos * up + height));
    }
    return new SmoothPolygon(xs, ys);
  }

  /** Heights grow upward, rows downward. */
  private static int row(int height) {
    return HEIGHT - 1 - height;
  }

  /** A disk, solid but for four pixels beside its top and four beside its bottom. */
  private void drawAxle(Graphics2D graphics, int x, int y) {
    int radius = AXLE_HALF_WIDTHS.length - 1;
    graphics.setColor(AXLE);
    for (int dy = -radius; dy <= radius; dy++) {
      int halfWidth = AXLE_HALF_WIDTHS[Math.abs(dy)];
      graphics.fillRect(x - halfWidth, y + dy, 2 * halfWidth + 1, 1);
    }
    for (int side = -1; side <= 1; side += 2) {
      for (int dy = -radius; dy <= radius; dy += 2 * radius) {
        SmoothPolygon.blend(image, x + side, y + dy, AXLE, 0.9);
        SmoothPolygon.blend(image, x + 2 * side, y + dy, AXLE, 0.6);
      }
    }
  }
}
