package dev.gymbridge.env;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;

/**
 * One drawn picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb red, green and blue of each pixel, [height, width, 3]; not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a frame is large, and compared by nobody
public record Frame(int width, int height, byte[] rgb) {
  public Frame {
    // As a long, and no side below 0: the product of two may overflow to the right number.
    if (width < 0 || height < 0 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "a frame of %d x %d pixels takes %d bytes, got %d"
              .formatted(width, height, 3L * width * height, rgb.length));
    }
  }

  /** The same picture for Java2D. */
  public BufferedImage toImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    WritableRaster raster = image.getRaster();
    int[] row = new int[width];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        row[x] = ((rgb[i] & 0xFF) << 16) | ((rgb[i + 1] & 0xFF) << 8) | (rgb[i + 2] & 0xFF);
      }
      raster.setDataElements(0, y, width, 1, row);
    }
    return image;
  }

  /** The frame of a Java2D picture. */
  public static Frame of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    // Else each pixel passes a colour model, which takes longer than it took to draw.
    int[] pixels =
        image.getType() == BufferedImage.TYPE_INT_RGB
            ? (int[]) image.getRaster().getDataElements(0, 0, width, height, null)
            : image.getRGB(0, 0, width, height, null, 0, width);
    byte[] rgb = new byte[pixels.length * 3];
    for (int p = 0, i = 0; p < pixels.length; p++) {
      rgb[i++] = (byte) (pixels[p] >> 16);
      rgb[i++] = (byte) (pixels[p] >> 8);
      rgb[i++] = (byte) pixels[p];
    }
    return new Frame(width, height, rgb);
  }
}
