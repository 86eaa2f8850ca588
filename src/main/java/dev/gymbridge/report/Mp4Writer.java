package dev.gymbridge.report;

import dev.gymbridge.env.Frame;
import dev.gymbridge.run.AtomicFile;
import dev.gymbridge.run.RunDirectoryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes an MP4 frame by frame, by handing them to {@code ffmpeg}, which must be installed: no
 * library of the JVM encodes video and is kept up.
 */
public final class Mp4Writer implements Recording {
  private static final int FINISH_SECONDS = 120;
  private static final int LAST_WORDS_SECONDS = 2;

  private final Path path;
  private final double framesPerSecond;
  private final double scale;
  private @Nullable Process ffmpeg;
  private int width;
  private int height;
  private int frames;

  Mp4Writer(Path path, double framesPerSecond, double scale) {
    this.path = path;
    this.framesPerSecond = framesPerSecond;
    this.scale = scale;
  }

  /** Whether the name of a file asks for an MP4. */
  public static boolean isMeant(Path path) {
    return String.valueOf(path.getFileName()).endsWith(".mp4");
  }

  /**
   * Finds out whether there is an {@code ffmpeg}, before anything is made for it.
   *
   * @throws RunDirectoryException if there is none
   */
  public static void requireFfmpeg() {
    try {
      new ProcessBuilder("ffmpeg", "-version")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new RunDirectoryException(
          "an MP4 is made by ffmpeg, and there is none on the PATH; install it, or record a .gif",
          e);
    }
  }

  @Override
  public void add(Frame frame) {
    GifWriter.requirePixels(frame, frames + 1);
    try {
      Process encoder = ffmpeg == null ? start(frame) : ffmpeg;
      boolean fits = frame.width() == width && frame.height() == height;
      OutputStream out = encoder.getOutputStream();
      out.write((fits ? frame : FramePixels.fitted(frame, width, height)).rgb());
    } catch (IOException e) {
      throw failed(e);
    }
    frames++;
  }

  private Process start(Frame first) throws IOException {
    width = first.width();
    height = first.height();
    double factor = GifWriter.scaleFor(first, scale);
    // Sides must be even; pixels stay sharp where they grow.
    String filter =
        String.format(
            Locale.ROOT,
            "scale=ceil(iw*%1$s/2)*2:ceil(ih*%1$s/2)*2:flags=%2$s",
            factor,
            factor > 1 ? "neighbor" : "area");
    List<String> command =
        List.of(
            "ffmpeg",
            "-hide_banner",
            "-loglevel",
            "error",
            "-y",
            "-f",
            "rawvideo",
            "-pixel_format",
            "rgb24",
            "-video_size",
            width + "x" + height,
            "-framerate",
            String.valueOf(framesPerSecond),
            "-i",
            "-",
            "-vf",
            filter,
            "-pix_fmt",
            "yuv420p",
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
            AtomicFile.partOf(path).toString());
    ffmpeg = new ProcessBuilder(command).start();
    return ffmpeg;
  }

  @Override
  public int frames() {
    return frames;
  }

  @Override
  public void publish() {
    Process encoder = ffmpeg;
    if (encoder == null) {
      return;
    }
    try {
      encoder.getOutputStream().close();
      if (!encoder.waitFor(FINISH_SECONDS, TimeUnit.SECONDS) || encoder.exitValue() != 0) {
        throw failed(new IOException("it did not finish"));
      }
      AtomicFile.publish(path);
      ffmpeg = null;
    } catch (IOException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    }
  }

  private RunDirectoryException failed(Exception e) {
    String said = ffmpeg == null ? "" : lastWords(ffmpeg);
    return new RunDirectoryException(
        "ffmpeg cannot make %s: %s".formatted(path, said.isEmpty() ? e.getMessage() : said), e);
  }

  /** What it said before it ended; nothing if it did not. */
  private static String lastWords(Process encoder) {
    try {
      if (encoder.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
        return new String(encoder.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      }
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  @Override
  public synchronized void close() {
    Process encoder = ffmpeg;
    ffmpeg = null;
    if (encoder == null) {
      return;
    }
    encoder.destroyForcibly();
    try {
      encoder.waitFor(FINISH_SECONDS, TimeUnit.SECONDS);
      Files.deleteIfExists(AtomicFile.partOf(path));
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
