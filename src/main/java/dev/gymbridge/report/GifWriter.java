package dev.gymbridge.report;

import dev.gymbridge.env.Frame;
import dev.gymbridge.run.AtomicFile;
import dev.gymbridge.run.RunDirectoryException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes an animated GIF that plays for ever, frame by frame, keeping only the last in memory.
 *
 * <pre>{@code
 * try (GifWriter gif = new GifWriter(run.episodeGif(), 50)) {
 *   gif.add(frame);
 *   gif.publish();
 * }
 * }</pre>
 *
 * <p>Only the rectangle in which a frame differs from the one before is stored, and in it only what
 * differs: the rest is transparent. Colours are exact in a frame that changes in at most 255 of
 * them; else they are {@link Palette quantised}.
 */
public final class GifWriter implements Recording {
  private static final double FASTEST_FRAMES_PER_SECOND = 50;
  private static final int SMALLEST_SEEN_SIDE = 100;

  private final Path path;
  private final double hundredthsPerFrame;
  private double scale;
  private final ImageWriter writer;
  private @Nullable ImageOutputStream out;
  private int @Nullable [] previous;
  private int width;
  private int height;
  private int frames;

  /**
   * Writes frames in their own size, but tiny ones larger.
   *
   * @param framesPerSecond above 0; more than 50 plays at 50, the most that browsers show
   */
  public GifWriter(Path path, double framesPerSecond) {
    this(path, framesPerSecond, AUTOMATIC_SCALE);
  }

  /**
   * Writes scaled frames.
   *
   * @param framesPerSecond above 0; more than 50 plays at 50, the most that browsers show
   * @param scale what width and height are multiplied by, above 0, or {@link #AUTOMATIC_SCALE};
   *     made smaller the frames are smoothed, made larger their pixels grow
   */
  public GifWriter(Path path, double framesPerSecond, double scale) {
    if (!(framesPerSecond > 0)) {
      throw new IllegalArgumentException("framesPerSecond must be above 0, got " + framesPerSecond);
    }
    if (!(scale >= 0) || scale > 16) {
      throw new IllegalArgumentException("scale must be in [0, 16], got " + scale);
    }
    this.path = path;
    this.hundredthsPerFrame = 100 / Math.min(framesPerSecond, FASTEST_FRAMES_PER_SECOND);
    this.scale = scale;
    this.writer = ImageIO.getImageWritersByFormatName("gif").next();
  }

  static void requirePixels(Frame frame, int number) {
    if (frame.width() == 0 || frame.height() == 0) {
      throw new IllegalArgumentException(
          "frame %d has no pixels: it is %d x %d".formatted(number, frame.width(), frame.height()));
    }
  }

  /** The scale that is asked for, or of {@link #AUTOMATIC_SCALE} the one that suits a frame. */
  static double scaleFor(Frame frame, double scale) {
    int side = Math.max(frame.width(), frame.height());
    if (scale != AUTOMATIC_SCALE) {
      return scale;
    }
    return side >= SMALLEST_SEEN_SIDE ? 1 : Math.ceil((double) SMALLEST_SEEN_SIDE / side);
  }

  @Override
  public void add(Frame frame) {
    requirePixels(frame, frames + 1);
    if (previous == null) {
      width = frame.width();
      height = frame.height();
      scale = scaleFor(frame, scale);
    }
    boolean fits = frame.width() == width && frame.height() == height;
    FramePixels pixels =
        FramePixels.of(fits ? frame : FramePixels.fitted(frame, width, height), scale);
    FramePixels.Change change = pixels.changeSince(previous);
    try {
      write(change);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    }
    previous = pixels.argb();
    frames++;
  }

  @Override
  public int frames() {
    return frames;
  }

  private void write(FramePixels.Change change) throws IOException {
    BufferedImage image = Palette.of(change.argb()).paint(change);
    if (out == null) {
      Files.deleteIfExists(AtomicFile.partOf(path)); // the stream would not cut a longer one
      out = new FileImageOutputStream(AtomicFile.partOf(path).toFile());
      writer.setOutput(out);
      writer.prepareWriteSequence(
          GifMetadata.stream(writer, change.frameWidth(), change.frameHeight()));
    }
    writer.writeToSequence(
        new IIOImage(
            image,
            null,
            GifMetadata.frame(
                writer, new ImageTypeSpecifier(image), change, delayHundredths(), frames == 0)),
        null);
  }

  /** The delay of this frame: rounded so that no error builds up over many. */
  private int delayHundredths() {
    return (int)
        (Math.round((frames + 1) * hundredthsPerFrame) - Math.round(frames * hundredthsPerFrame));
  }

  @Override
  public void publish() {
    if (out == null) {
      return;
    }
    try {
      writer.endWriteSequence();
      out.close();
      AtomicFile.publish(path);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    } finally {
      out = null;
    }
  }

  @Override
  public synchronized void close() {
    ImageOutputStream unfinished = out;
    out = null;
    try {
      if (unfinished != null) {
        unfinished.close();
        Files.deleteIfExists(AtomicFile.partOf(path));
      }
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    } finally {
      writer.dispose();
    }
  }
}
