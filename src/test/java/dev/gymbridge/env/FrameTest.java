package dev.gymbridge.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  private static Frame noise() {
    byte[] rgb = new byte[7 * 5 * 3];
    new Random(1).nextBytes(rgb);
    return new Frame(7, 5, rgb);
  }

  @Test
  void isTheSamePictureForJava2d() {
    Frame frame = noise();
    BufferedImage image = frame.toImage();
    for (int p = 0; p < 35; p++) {
      int expected = 0xFF000000;
      for (int channel = 0; channel < 3; channel++) {
        expected |= (frame.rgb()[3 * p + channel] & 0xFF) << (16 - 8 * channel);
      }
      assertThat(image.getRGB(p % 7, p / 7)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_3BYTE_BGR
      })
  void comesBackFromAPictureWhateverThatIsMadeOf(int type) {
    Frame frame = noise();
    BufferedImage image = new BufferedImage(7, 5, type);
    image.createGraphics().drawImage(frame.toImage(), 0, 0, null);
    assertThat(Frame.of(image).rgb()).isEqualTo(frame.rgb());
  }
}
