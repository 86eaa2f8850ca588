package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.Frame;
import dev.gymbridge.run.RunDirectoryException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GifWriterTest {
  private final Path path;

  GifWriterTest(@TempDir Path directory) {
    path = directory.resolve("episode.gif");
  }

  /** What a viewer shows, frame by frame, by the rules of GIF89a. */
  private record Animation(List<Frame> frames, List<Integer> delays, boolean endless) {
    static Animation read(File file) throws IOException {
      ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
      try (ImageInputStream in = ImageIO.createImageInputStream(file)) {
        reader.setInput(in);
        IIOMetadataNode screen = node(reader.getStreamMetadata(), "LogicalScreenDescriptor");
        BufferedImage canvas =
            new BufferedImage(
                number(screen, "logicalScreenWidth"),
                number(screen, "logicalScreenHeight"),
                BufferedImage.TYPE_INT_ARGB);
        List<Frame> frames = new ArrayList<>();
        List<Integer> delays = new ArrayList<>();
        boolean endless = false;
        for (int i = 0; i < reader.getNumImages(true); i++) {
          IIOMetadata metadata = reader.getImageMetadata(i);
          IIOMetadataNode place = node(metadata, "ImageDescriptor");
          Graphics2D graphics = canvas.createGraphics();
          graphics.drawImage(
              reader.read(i),
              number(place, "imageLeftPosition"),
              number(place, "imageTopPosition"),
              null);
          graphics.dispose();
          frames.add(Frame.of(canvas));
          delays.add(number(node(metadata, "GraphicControlExtension"), "delayTime"));
          assertThat(node(metadata, "GraphicControlExtension").getAttribute("disposalMethod"))
              .isEqualTo("doNotDispose");
          endless |= isEndless(metadata);
        }
        return new Animation(frames, delays, endless);
      }
    }

    private static boolean isEndless(IIOMetadata metadata) {
      IIOMetadataNode root =
          (IIOMetadataNode) metadata.getAsTree(metadata.getNativeMetadataFormatName());
      var extensions = root.getElementsByTagName("ApplicationExtension");
      for (int i = 0; i < extensions.getLength(); i++) {
        IIOMetadataNode extension = (IIOMetadataNode) extensions.item(i);
        byte[] data = (byte[]) extension.getUserObject();
        if (extension.getAttribute("applicationID").equals("NETSCAPE")
            && data[1] == 0
            && data[2] == 0) {
          return true;
        }
      }
      return false;
    }

    private static IIOMetadataNode node(IIOMetadata metadata, String name) {
      IIOMetadataNode root =
          (IIOMetadataNode) metadata.getAsTree(metadata.getNativeMetadataFormatName());
      return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
    }

    private static int number(IIOMetadataNode node, String attribute) {
      return Integer.parseInt(node.getAttribute(attribute));
    }
  }

  @Test
  void showsEveryFrameExactlyWhenColoursAreFew() throws IOException {
    List<Frame> frames = movingSquares(30, 60, 40);

    write(frames, 50, 1);

    Animation animation = Animation.read(path.toFile());
    assertThat(animation.frames()).hasSize(30);
    for (int i = 0; i < frames.size(); i++) {
      assertThat(animation.frames().get(i).rgb()).as("frame %d", i).isEqualTo(frames.get(i).rgb());
    }
    assertThat(animation.delays()).containsOnly(2);
    assertThat(animation.endless()).isTrue();
  }

  @Test
  void showsTwoHundredAndFiftyFiveColoursExactly() throws IOException {
    byte[] rgb = new byte[255 * 3];
    for (int i = 0; i < 255; i++) {
      rgb[3 * i] = (byte) i;
      rgb[3 * i + 1] = (byte) (255 - i);
    }

    write(List.of(new Frame(255, 1, rgb)), 10, 1);

    assertThat(Animation.read(path.toFile()).frames().get(0).rgb()).isEqualTo(rgb);
  }

  @Test
  void comesCloseWhenColoursAreMany() throws IOException {
    BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 128; y++) {
      for (int x = 0; x < 128; x++) {
        image.setRGB(x, y, new Color(2 * x, 2 * y, 128).getRGB());
      }
    }
    Frame frame = Frame.of(image);

    write(List.of(frame), 10, 1);

    byte[] shown = Animation.read(path.toFile()).frames().get(0).rgb();
    double squares = 0;
    for (int i = 0; i < shown.length; i++) {
      double error = (shown[i] & 0xFF) - (frame.rgb()[i] & 0xFF);
      squares += error * error;
    }
    // 255 colours over a plane of 256 x 256: cells of 16 x 16, whose error is 4.6 a channel.
    assertThat(Math.sqrt(squares / shown.length)).isLessThan(5);
  }

  @Test
  void doesNotDriftOverFramesOfManyColours() throws IOException {
    Random random = new Random(1);
    byte[] rgb = new byte[32 * 32 * 3];
    random.nextBytes(rgb);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rgb = rgb.clone();
      for (int j = 0; j < 900; j++) {
        rgb[random.nextInt(rgb.length)] = (byte) random.nextInt();
      }
      frames.add(new Frame(32, 32, rgb));
    }

    write(frames, 10, 1);

    byte[] shown = Animation.read(path.toFile()).frames().get(19).rgb();
    for (int i = 0; i < shown.length; i++) {
      assertThat((double) Math.abs((shown[i] & 0xFF) - (rgb[i] & 0xFF))).isLessThan(64);
    }
  }

  @Test
  void keepsAFrameInWhichNothingMoves() throws IOException {
    Frame frame = movingSquares(1, 60, 40).get(0);

    write(List.of(frame, frame, frame), 50, 1);

    Animation animation = Animation.read(path.toFile());
    assertThat(animation.frames()).hasSize(3);
    assertThat(animation.frames().get(2).rgb()).isEqualTo(frame.rgb());
  }

  @Test
  void spreadsTheRoundingOfDelaysOverFrames() throws IOException {
    write(movingSquares(30, 20, 20), 30, 1);

    List<Integer> delays = Animation.read(path.toFile()).delays();
    assertThat(delays).contains(3, 4);
    assertThat(delays.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
  }

  @Test
  void playsNoFasterThanBrowsersShow() throws IOException {
    write(movingSquares(3, 20, 20), 1000, 1);

    assertThat(Animation.read(path.toFile()).delays()).containsOnly(2);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 30, 20", "2, 120, 80", "0.3, 18, 12", "1.5, 90, 60"})
  void scales(double scale, int width, int height) throws IOException {
    write(movingSquares(2, 60, 40), 50, scale);

    Frame shown = Animation.read(path.toFile()).frames().get(0);
    assertThat(shown.width()).isEqualTo(width);
    assertThat(shown.height()).isEqualTo(height);
    assertThat(shown.rgb()[0]).isEqualTo((byte) 255);
  }

  @Test
  void staysSmallWhenLittleMoves() throws IOException {
    write(movingSquares(200, 600, 400), 50, 1);

    assertThat(Files.size(path)).isLessThan(200 * 250L);
  }

  @Test
  void fitsAFrameOfAnotherSizeIntoTheFirst() throws IOException {
    byte[] white = new byte[40 * 20 * 3];
    Arrays.fill(white, (byte) 255);

    write(List.of(movingSquares(1, 60, 60).get(0), new Frame(40, 20, white)), 50, 1);

    Frame shown = Animation.read(path.toFile()).frames().get(1);
    assertThat(shown.width()).isEqualTo(60);
    assertThat(shown.height()).isEqualTo(60);
    assertThat(shown.rgb()[pixel(0, 14)]).isEqualTo((byte) 0);
    assertThat(shown.rgb()[pixel(0, 15)]).isEqualTo((byte) 255);
    assertThat(shown.rgb()[pixel(59, 44)]).isEqualTo((byte) 255);
    assertThat(shown.rgb()[pixel(59, 45)]).isEqualTo((byte) 0);
  }

  private static int pixel(int x, int y) {
    return 3 * (60 * y + x);
  }

  @ParameterizedTest
  @CsvSource({"10, 10, 100, 100", "16, 8, 112, 56", "99, 20, 198, 40", "100, 3, 100, 3"})
  void showsTinyFramesLarger(int width, int height, int shownWidth, int shownHeight)
      throws IOException {
    try (GifWriter gif = new GifWriter(path, 50)) {
      gif.add(new Frame(width, height, new byte[width * height * 3]));
      gif.publish();
    }

    Frame shown = Animation.read(path.toFile()).frames().get(0);
    assertThat(shown.width()).isEqualTo(shownWidth);
    assertThat(shown.height()).isEqualTo(shownHeight);
  }

  @Test
  void refusesAFrameWithoutPixelsAndABadRate() {
    try (GifWriter gif = new GifWriter(path, 50)) {
      assertThatThrownBy(() -> gif.add(new Frame(0, 2, new byte[0])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("frame 1 has no pixels: it is 0 x 2");
    }
    assertThatThrownBy(() -> new GifWriter(path, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GifWriter(path, 9, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesNoFileWithoutFramesNorOfARecordingThatBrokeOff() throws IOException {
    write(List.of(), 50, 1);
    try (GifWriter gif = new GifWriter(path, 50)) {
      gif.add(new Frame(2, 1, new byte[6]));
    }

    assertThat(path.getParent()).isEmptyDirectory();
  }

  @Test
  void replacesAnEarlierFileByAShorterOne() throws IOException {
    write(movingSquares(30, 60, 40), 50, 1);
    write(movingSquares(2, 60, 40), 50, 1);

    assertThat(Animation.read(path.toFile()).frames()).hasSize(2);
  }

  @Test
  void leavesNothingOfAnEarlierRecordingThatWasCutOff() throws IOException {
    write(movingSquares(2, 60, 40), 50, 1);
    long size = Files.size(path);
    Files.write(path.resolveSibling("episode.gif.part"), new byte[100_000]);

    write(movingSquares(2, 60, 40), 50, 1);

    assertThat(path).hasSize(size);
  }

  @Test
  void dividesTheColoursThatDifferMost() {
    int[] pixels = {0xFF000000, 0xFF080000, 0xFFC00000, 0xFFF80000};

    assertThat(new MedianCut(pixels, 3).colours())
        .containsExactlyInAnyOrder(0xFF040000, 0xFFC00000, 0xFFF80000);
  }

  @Test
  void saysThatTheDirectoryIsMissing() {
    try (GifWriter gif = new GifWriter(path.resolveSibling("missing").resolve("a.gif"), 50)) {
      assertThatThrownBy(() -> gif.add(new Frame(2, 1, new byte[6])))
          .isInstanceOf(RunDirectoryException.class)
          .hasMessageStartingWith("cannot write ");
    }
  }

  private void write(List<Frame> frames, double framesPerSecond, double scale) {
    try (GifWriter gif = new GifWriter(path, framesPerSecond, scale)) {
      frames.forEach(gif::add);
      assertThat(gif.frames()).isEqualTo(frames.size());
      gif.publish();
    }
  }

  private static List<Frame> movingSquares(int count, int width, int height) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.setColor(Color.RED);
      graphics.fillRect(2 + i % (width - 10), 10, 6, 6);
      graphics.setColor(Color.BLUE);
      graphics.fillRect(width - 10 - i % (width - 10), 12, 4, 5);
      graphics.dispose();
      frames.add(Frame.of(image));
    }
    return frames;
  }
}
