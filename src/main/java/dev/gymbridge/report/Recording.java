package dev.gymbridge.report;

import dev.gymbridge.env.Frame;
import java.nio.file.Path;

/**
 * A file that frames are added to. It has its name only once it is whole, at {@link #publish}; with
 * no frame there is no file.
 */
public interface Recording extends AutoCloseable {
  /** Lets {@link #of} choose a scale: larger only for tiny frames. */
  double AUTOMATIC_SCALE = 0;

  /**
   * A recording as the name of its file says: an MP4, or else a GIF.
   *
   * @param scale what width and height are multiplied by, or {@link #AUTOMATIC_SCALE}
   */
  static Recording of(Path path, double framesPerSecond, double scale) {
    return Mp4Writer.isMeant(path)
        ? new Mp4Writer(path, framesPerSecond, scale)
        : new GifWriter(path, framesPerSecond, scale);
  }

  /**
   * Adds a frame; one of another size than the first is made to fit into it.
   *
   * @throws IllegalArgumentException if it has no pixels
   * @throws dev.gymbridge.run.RunDirectoryException if the file cannot be written
   */
  void add(Frame frame);

  /** How many frames were added. */
  int frames();

  /**
   * Finishes the file and gives it its name.
   *
   * @throws dev.gymbridge.run.RunDirectoryException if the file cannot be written
   */
  void publish();

  /**
   * Ends it; what was not {@linkplain #publish published} is deleted. A second call does nothing.
   */
  @Override
  void close();
}
