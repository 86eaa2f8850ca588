package dev.gymbridge.env.classic;

import dev.gymbridge.env.Frame;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Draws the hills, the car and the flag as Gymnasium does, 600 x 400 pixels; needs no display. */
final class MountainCarRenderer implements ClassicTask.Renderer {
  static final int WIDTH = 600;
  static final int HEIGHT = 400;

  private static final double PIXELS_PER_METRE =
      WIDTH / (MountainCar.RIGHT_END - MountainCar.LEFT_END);
  private static final int HILL_POINTS = 100;
  private static final double CAR_HALF_LENGTH = 20;
  private static final double CAR_HEIGHT = 20;
  private static final double WHEEL_DISTANCE = 10;
  private static final int WHEEL_RADIUS = 8;
  private static final double CLEARANCE = 10;
  private static final int POLE_HEIGHT = 50;

  private static final Color WHEEL = new Color(128, 128, 128);
  private static final Color CLOTH = new Color(204, 204, 0);

  private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);

  @Override
  public Frame draw(double[] state) {
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, WIDTH, HEIGHT);
      drawHills();
      drawCar(state[0]);
      drawFlag(graphics);
    } finally {
      graphics.dispose();
    }
    return Frame.of(image);
  }

  private void drawHills() {
    double step = (MountainCar.RIGHT_END - MountainCar.LEFT_END) / (HILL_POINTS - 1);
    for (int i = 0; i + 1 < HILL_POINTS; i++) {
      double from = MountainCar.LEFT_END + i * step;
      double to = from + step;
      SmoothPolygon.drawLine(
          image, Color.BLACK, x(from), HEIGHT - 1 - height(from), x(to), HEIGHT - 1 - height(to));
    }
  }

  private void drawCar(double position) {
    double angle = StrictMath.cos(3 * position);
    double[] acrosses = {
      -CAR_HALF_LENGTH, -CAR_HALF_LENGTH, CAR_HALF_LENGTH, CAR_HALF_LENGTH,
    };
    int[] xs = new int[4];
    int[] ys = new int[4];
    for (int corner = 0; corner < 4; corner++) {
      double up = corner % 3 == 0 ? 0 : CAR_HEIGHT;
      xs[corner] = carX(position, angle, acrosses[corner], up);
      ys[corner] = row(carHeight(position, angle, acrosses[corner], up));
    }
    new SmoothPolygon(xs, ys).draw(image, Color.BLACK);
    for (double across : new double[] {WHEEL_DISTANCE, -WHEEL_DISTANCE}) {
      int x = carX(position, angle, across, 0);
      Disk.draw(image, x, row(carHeight(position, angle, across, 0)), WHEEL_RADIUS, WHEEL);
    }
  }

  // Both lie on whole pixels, cut off towards zero as pygame does.
  private static int carX(double position, double angle, double across, double up) {
    return (int) (StrictMath.cos(angle) * across - StrictMath.sin(angle) * up + x(position));
  }

  private static int carHeight(double position, double angle, double across, double up) {
    double turned = StrictMath.sin(angle) * across + StrictMath.cos(angle) * up;
    return (int) (turned + CLEARANCE + height(position));
  }

  private void drawFlag(Graphics2D graphics) {
    int x = (int) x(MountainCar.FLAG);
    int foot = (int) height(MountainCar.FLAG);
    int top = foot + POLE_HEIGHT;
    graphics.setColor(Color.BLACK);
    graphics.drawLine(x, row(foot), x, row(top));
    int[] xs = {x, x, x + 25};
    int[] ys = {row(top), row(top - 10), row(top - 5)};
    new SmoothPolygon(xs, ys).draw(image, CLOTH);
  }

  private static double x(double position) {
    return (position - MountainCar.LEFT_END) * PIXELS_PER_METRE;
  }

  /** Of the ground, in pixels from the bottom. */
  private static double height(double position) {
    return (StrictMath.sin(3 * position) * 0.45 + 0.55) * PIXELS_PER_METRE;
  }

  /** Heights grow upward, rows downward. */
  private static int row(int height) {
    return HEIGHT - 1 - height;
  }
}
