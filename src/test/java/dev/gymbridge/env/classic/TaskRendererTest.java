package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.Frame;
import java.io.IOException;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against frames of Gymnasium 1.4.0 with pygame-ce 2.5.8, which generate_tasks.py drew.
 *
 * <p>What is solid is equal; along edges and rims, which SDL fades in fixed point, about a hundred
 * pixels of 240,000 differ, most of them a little.
 */
final class TaskRendererTest {
  private static final int LEVELS = 32;
  private static final int PIXELS_BEYOND = 30;

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1, 0.7, -0.4", "2, -2.5, 1.1", "3, 3.141592653589793, 3"})
  void drawsTheAcrobotOfGymnasium(int number, double first, double second) throws IOException {
    assertThat(pixelsBeyond("acrobot", number, new AcrobotRenderer(), first, second, 0, 0))
        .isLessThan(PIXELS_BEYOND);
  }

  @ParameterizedTest
  @CsvSource({"0, -0.5", "1, -1.2", "2, 0.1", "3, 0.52"})
  void drawsTheMountainCarOfGymnasium(int number, double position) throws IOException {
    assertThat(pixelsBeyond("mountain-car", number, new MountainCarRenderer(), position, 0))
        .isLessThan(PIXELS_BEYOND);
  }

  /** The number of pixels in which a colour differs by more than {@link #LEVELS}. */
  private static int pixelsBeyond(
      String folder, int number, ClassicTask.Renderer renderer, double... state)
      throws IOException {
    String resource = "/golden/%s/frame%d.png".formatted(folder, number);
    byte[] expected =
        Frame.of(
                ImageIO.read(
                    Objects.requireNonNull(TaskRendererTest.class.getResource(resource), resource)))
            .rgb();
    byte[] actual = renderer.draw(state).rgb();
    assertThat(actual).hasSameSizeAs(expected);
    int beyond = 0;
    for (int pixel = 0; pixel < actual.length; pixel += 3) {
      int difference = 0;
      for (int i = pixel; i < pixel + 3; i++) {
        difference = Math.max(difference, Math.abs((expected[i] & 0xFF) - (actual[i] & 0xFF)));
      }
      beyond += difference > LEVELS ? 1 : 0;
    }
    return beyond;
  }
}
