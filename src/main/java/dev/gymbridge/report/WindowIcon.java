package dev.gymbridge.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Stream;

/** The icon of a window: a pole that is balanced on a cart. */
final class WindowIcon {
  private static final double UNITS = 32;

  private WindowIcon() {}

  /** The icon in the sizes that desktops ask for. */
  static List<Image> images() {
    return Stream.of(16, 32, 48, 128).map(WindowIcon::draw).toList();
  }

  private static Image draw(int pixels) {
    BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(pixels / UNITS, pixels / UNITS);
    graphics.setColor(new Color(0x1D4ED8));
    graphics.fill(new RoundRectangle2D.Double(0, 0, 32, 32, 9, 9));
    graphics.setColor(Color.WHITE);
    graphics.fill(new RoundRectangle2D.Double(6, 20, 20, 7, 3, 3));
    graphics.setColor(new Color(0xF59E0B));
    graphics.setStroke(new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(new Line2D.Double(16, 20, 20, 6));
    graphics.setColor(new Color(0x1D4ED8));
    graphics.fill(new Ellipse2D.Double(14, 19, 4, 4));
    graphics.dispose();
    return image;
  }
}
