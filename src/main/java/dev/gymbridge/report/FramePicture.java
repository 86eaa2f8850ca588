package dev.gymbridge.report;

import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import javax.swing.JPanel;
import org.jspecify.annotations.Nullable;

/**
 * The newest frame in the middle of a window, as large as fits, the rest black. Where it is
 * enlarged its pixels stay sharp.
 */
final class FramePicture extends JPanel {
  private static final long serialVersionUID = 1L;

  private transient @Nullable BufferedImage image;

  FramePicture() {
    setBackground(Color.BLACK);
  }

  void set(BufferedImage newest) {
    image = newest;
    repaint();
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    super.paintComponent(graphics);
    if (image == null) {
      return;
    }
    double scale =
        Math.min((double) getWidth() / image.getWidth(), (double) getHeight() / image.getHeight());
    int width = (int) Math.round(image.getWidth() * scale);
    int height = (int) Math.round(image.getHeight() * scale);
    ((Graphics2D) graphics)
        .setRenderingHint(
            RenderingHints.KEY_INTERPOLATION,
            scale >= 1
                ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(
        image, (getWidth() - width) / 2, (getHeight() - height) / 2, width, height, null);
    getToolkit().sync(); // X11 would hold frames back and show them in bursts
  }
}
