package dev.gymbridge.report;

import dev.gymbridge.env.Frame;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Two frames beside each other, each under its caption; without fonts there are no captions. */
public final class SideBySide {
  private static final int GAP = 8;
  private static final int CAPTION = 24;
  private static final Color GROUND = new Color(0x111827);
  private static final Color INK = new Color(0xE5E7EB);

  private SideBySide() {}

  /** One frame of two. */
  public static Frame of(Frame left, String leftCaption, Frame right, String rightCaption) {
    int height = Math.max(left.height(), right.height()) + CAPTION;
    int width = left.width() + GAP + right.width();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(GROUND);
    graphics.fillRect(0, 0, width, height);
    graphics.drawImage(left.toImage(), 0, CAPTION, null);
    graphics.drawImage(right.toImage(), left.width() + GAP, CAPTION, null);
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(INK);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
      graphics.drawString(leftCaption, GAP, CAPTION - GAP);
      graphics.drawString(rightCaption, left.width() + 2 * GAP, CAPTION - GAP);
    } catch (LinkageError | InternalError e) {
      // This Java finds no fonts: the pictures say it too.
    }
    graphics.dispose();
    return Frame.of(image);
  }
}
