package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.Frame;
import java.io.IOException;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against frames of Gymnasium 1.4.0 with pygame-ce 2.5.8, which generate_frames.py drew.
 *
 * <p>SDL computes the smooth edges in fixed point, which differs from ours by up to 3 of 255 levels
 * along the edges of the pole: about a hundred pixels of 240,000. A single pixel may differ by
 * more, where an edge runs exactly between two. Where the pole leaves the picture SDL first clips
 * its edges, to whole pixels, and then fades them: about 50 pixels differ by more there, most of
 * them by 4 to 8.
 */
final class CartPoleRendererTest {
  private static final int LEVELS = 3;
  private static final int PIXELS_BEYOND = 4;
  private static final int PIXELS_BEYOND_WHEN_CLIPPED = 80;
  private static final int PIXELS_AT_ALL = 150;

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0, false",
    "0.013, 0.05, false",
    "-1.3, -0.12, false",
    "2.2, 0.2, true",
    "-2.39, 0.209, true",
    "0.7, -0.2, false",
    "0.333, 0.02, false",
    "-0.51, 0.31, false",
    "1.234, -0.007, false",
    "2.45, 0.0, false",
  })
  void drawsWhatGymnasiumDraws(double position, double angle, boolean poleClipped)
      throws IOException {
    byte[] expected = golden(position, angle).rgb();
    byte[] actual = new CartPoleRenderer().draw(new double[] {position, 0, angle, 0}).rgb();
    int differing = 0;
    int beyond = 0;
    for (int pixel = 0; pixel < actual.length; pixel += 3) {
      int difference = 0;
      for (int i = pixel; i < pixel + 3; i++) {
        difference = Math.max(difference, Math.abs((expected[i] & 0xFF) - (actual[i] & 0xFF)));
      }
      differing += difference > 0 ? 1 : 0;
      beyond += difference > LEVELS ? 1 : 0;
    }
    assertThat(beyond)
        .as("pixels that differ by more than 3 levels")
        .isLessThan(poleClipped ? PIXELS_BEYOND_WHEN_CLIPPED : PIXELS_BEYOND);
    assertThat(differing).as("pixels that differ").isLessThan(PIXELS_AT_ALL);
  }

  private static Frame golden(double position, double angle) throws IOException {
    String name = "/golden/cartpole/frame%+.10f%+.10f.png".formatted(position, angle);
    // As Python writes them: no trailing zeros but one.
    String resource = name.replaceAll("(\\.\\d+?)0+(?=[-+.p])", "$1");
    return Frame.of(
        ImageIO.read(
            Objects.requireNonNull(
                CartPoleRendererTest.class.getResource(resource), "no resource " + resource)));
  }
}
