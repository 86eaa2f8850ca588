package dev.gymbridge.env.classic;

import dev.gymbridge.env.Frame;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Draws the cart and the pole as Gymnasium does, 600 x 400 pixels; needs no display. */
final class CartPoleRenderer {
  static final int WIDTH = 600;
  static final int HEIGHT = 400;

  private static final double PIXELS_PER_METRE = WIDTH / (2 * CartPolePhysics.POSITION_LIMIT);
  private static final int TRACK_HEIGHT = 100;
  private static final double CART_HALF_WIDTH = 25;
  private static final double CART_HALF_HEIGHT = 15;
  private static final double AXLE_HEIGHT = TRACK_HEIGHT + 7.5;
  private static final double POLE_HALF_WIDTH = 5;
  private static final double POLE_LENGTH = 125;
  private static final int AXLE_RADIUS = 5;

  private static final Color POLE = new Color(202, 152, 101);
  private static final Color AXLE = new Color(129, 132, 203);

  private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);

  /**
   * The frame of a state.
   *
   * @param position of the cart, in metres
   * @param angle of the pole, in radians, rightward positive
   */
  Frame draw(double position, double angle) {
    double cartX = position * PIXELS_PER_METRE + WIDTH / 2.0;
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, WIDTH, HEIGHT);
      graphics.setColor(Color.BLACK);
      drawSmooth(graphics, cart(cartX));
      graphics.setColor(POLE);
      drawSmooth(graphics, pole(cartX, angle));
      graphics.setColor(AXLE);
      drawAxle(graphics, (int) cartX);
      graphics.setColor(Color.BLACK);
      int row = row(TRACK_HEIGHT);
      graphics.drawLine(0, row, WIDTH - 1, row);
    } finally {
      graphics.dispose();
    }
    return Frame.of(image);
  }

  private static Polygon cart(double cartX) {
    Polygon cart = new Polygon();
    for (int corner = 0; corner < 4; corner++) {
      double x = corner < 2 ? -CART_HALF_WIDTH : CART_HALF_WIDTH;
      double y = corner % 3 == 0 ? -CART_HALF_HEIGHT : CART_HALF_HEIGHT;
      addCorner(cart, x + cartX, y + TRACK_HEIGHT);
    }
    return cart;
  }

  private static Polygon pole(double cartX, double angle) {
    double sin = StrictMath.sin(-angle);
    double cos = StrictMath.cos(-angle);
    Polygon pole = new Polygon();
    for (int corner = 0; corner < 4; corner++) {
      double x = corner < 2 ? -POLE_HALF_WIDTH : POLE_HALF_WIDTH;
      double y = corner % 3 == 0 ? -POLE_HALF_WIDTH : POLE_LENGTH - POLE_HALF_WIDTH;
      addCorner(pole, cos * x - sin * y + cartX, sin * x + cos * y + AXLE_HEIGHT);
    }
    return pole;
  }

  /** Corners lie on whole pixels, cut off towards zero as pygame does. */
  private static void addCorner(Polygon polygon, double x, double height) {
    polygon.addPoint((int) x, row((int) height));
  }

  /** Heights grow upward, rows downward. */
  private static int row(int height) {
    return HEIGHT - 1 - height;
  }

  /** A smooth outline, and over it the area to and with its edges. */
  private static void drawSmooth(Graphics2D graphics, Polygon polygon) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.translate(0.5, 0.5);
    graphics.drawPolygon(polygon);
    graphics.translate(-0.5, -0.5);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
    graphics.translate(0.5, 0.5);
    graphics.fillPolygon(polygon);
    graphics.translate(-0.5, -0.5);
  }

  private static void drawAxle(Graphics2D graphics, int x) {
    int size = 2 * AXLE_RADIUS + 1;
    int top = row((int) AXLE_HEIGHT) - AXLE_RADIUS;
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.fillOval(x - AXLE_RADIUS, top, size, size);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
  }
}
