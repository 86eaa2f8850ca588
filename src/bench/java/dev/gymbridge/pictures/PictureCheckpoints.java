package dev.gymbridge.pictures;

import com.google.gson.JsonObject;
import dev.gymbridge.checkpoint.CheckpointStore;
import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.replay.ObservationFile;
import dev.gymbridge.replay.ObservationSnapshot;
import dev.gymbridge.replay.Observations;
import dev.gymbridge.replay.ReplayBuffer;
import dev.gymbridge.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What checkpoints of a replay buffer full of pictures, 84 by 84 bytes each, take: the first, and
 * those after some more steps. Arguments: pictures, and an empty directory.
 */
public final class PictureCheckpoints {
  private static final int SIZE = 84 * 84;
  private static final int STEPS_BETWEEN = 10_000;

  private final ReplayBuffer buffer;
  private final CheckpointStore store;
  private final Observations acted = Observations.ofBytes(1, SIZE);
  private final Observations led = Observations.ofBytes(1, SIZE);
  private final SplittableRandom random = new SplittableRandom(1);
  private long added;

  private PictureCheckpoints(int pictures, Path directory) {
    buffer = ReplayBuffer.uniform(ReplaySettings.ofBytes(pictures, SIZE, 0.99));
    store = new CheckpointStore(directory, Disk.REAL);
  }

  public static void main(String[] args) throws IOException {
    int pictures = Integer.parseInt(args[0]);
    PictureCheckpoints bench = new PictureCheckpoints(pictures, Path.of(args[1]));
    bench.add(pictures);
    for (String which : new String[] {"first", "second", "third"}) {
      bench.checkpoint(which);
      bench.add(STEPS_BETWEEN);
    }
  }

  private void add(int steps) {
    for (int i = 0; i < steps; i++) {
      System.arraycopy(led.bytes(), 0, acted.bytes(), 0, SIZE);
      random.nextBytes(led.bytes());
      boolean last = added++ % 1_000 == 999;
      buffer.add(0, acted, 0, 1, 1, led, 0, last, false);
    }
  }

  private void checkpoint(String which) throws IOException {
    long before = memory("VmRSS:");
    long start = System.nanoTime();
    ByteArrayOutputStream state = new ByteArrayOutputStream(1 << 16);
    buffer.write(new DataOutputStream(state));
    ObservationSnapshot snapshot = buffer.observations();
    double held = (System.nanoTime() - start) / 1e6;
    long[] written = {0};
    try (snapshot) {
      store.writeUpon(
          new JsonObject(),
          draft -> {
            for (ObservationFile file : snapshot.files(draft.before())) {
              if (file.isThere()) {
                draft.takeOver(file.name());
              } else {
                draft.write(file.name(), file::writeTo);
                written[0] += Files.size(draft.directory().resolve(file.name()));
              }
            }
            draft.write("state.bin", state::writeTo);
          });
    }
    System.out.printf(
        "%s: training held %.0f ms, written in %.1f s, %,d MB of pictures and %,d MB beside;"
            + " resident %,d MiB before, at most %,d MiB%n",
        which,
        held,
        (System.nanoTime() - start) / 1e9,
        written[0] / 1_000_000,
        state.size() / 1_000_000,
        before,
        memory("VmHWM:"));
  }

  /** In MiB, as Linux tells it. */
  private static long memory(String key) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
              .filter(line -> line.startsWith(key))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum()
          >> 10;
    }
  }
}
