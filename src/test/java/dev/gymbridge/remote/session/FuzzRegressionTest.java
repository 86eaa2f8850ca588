package dev.gymbridge.remote.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The fuzz targets on their seeds, on what the fuzzer once found, and on 20,000 damaged inputs that
 * are the same in each run: no other exception than the allowed ones, no hang, and no more memory
 * than the size of the input explains.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class FuzzRegressionTest {
  private static final int DAMAGED = 10_000;

  /** For the parts of a value that take no bytes, of which there may be a million. */
  private static final long CONSTANT_BYTES = 256L << 20;

  /** What zlib can make of a byte, and what a value of one byte takes as an object. */
  private static final long BYTES_OF_A_BYTE = 1100;

  private static final int[] INTERESTING = {0, 1, 0x7F, 0x80, 0xFF};

  @Test
  void sessionsSurviveWhatServersNeverSay() throws IOException {
    fuzz("session", FuzzSeeds.sessions(), SessionFuzzer::fuzzerTestOneInput);
  }

  @Test
  void valuesSurviveWhatServersNeverSay() throws IOException {
    fuzz("value", FuzzSeeds.values(), ValueFuzzer::fuzzerTestOneInput);
  }

  private static void fuzz(String name, List<byte[]> seeds, Consumer<byte[]> target)
      throws IOException {
    List<byte[]> inputs = new ArrayList<>(seeds);
    inputs.addAll(found(name));
    inputs.forEach(input -> run(input, target));
    SplittableRandom random = new SplittableRandom(20_261_122);
    for (int i = 0; i < DAMAGED; i++) {
      run(damaged(inputs, random), target);
    }
  }

  private static List<byte[]> found(String name) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz", name))) {
      for (Path file : files.sorted().toList()) {
        inputs.add(HexFormat.of().parseHex(Files.readString(file).strip()));
      }
    }
    assertThat(inputs).isNotEmpty();
    return inputs;
  }

  private static void run(byte[] input, Consumer<byte[]> target) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      target.accept(input);
    } catch (Throwable e) {
      throw new AssertionError("input " + HexFormat.of().formatHex(input), e);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as(() -> "bytes allocated for input " + HexFormat.of().formatHex(input))
        .isLessThan(CONSTANT_BYTES + BYTES_OF_A_BYTE * input.length);
  }

  private static byte[] damaged(List<byte[]> inputs, SplittableRandom random) {
    byte[] input = inputs.get(random.nextInt(inputs.size())).clone();
    for (int i = random.nextInt(1, 5); i > 0 && input.length > 0; i--) {
      input = damagedOnce(input, inputs, random);
    }
    return input;
  }

  private static byte[] damagedOnce(byte[] input, List<byte[]> inputs, SplittableRandom random) {
    int at = random.nextInt(input.length);
    switch (random.nextInt(6)) {
      case 0 -> input[at] = (byte) random.nextInt();
      case 1 -> input[at] = (byte) (input[at] ^ (1 << random.nextInt(8)));
      case 2 -> input[at] = (byte) INTERESTING[random.nextInt(INTERESTING.length)];
      case 3 -> {
        // A run of one byte: a large number, of whatever width.
        int end = Math.min(input.length, at + random.nextInt(1, 9));
        Arrays.fill(input, at, end, (byte) INTERESTING[random.nextInt(INTERESTING.length)]);
      }
      case 4 -> {
        return Arrays.copyOf(input, at);
      }
      default -> {
        // The beginning of one input and the end of another.
        byte[] other = inputs.get(random.nextInt(inputs.size()));
        int from = other.length == 0 ? 0 : random.nextInt(other.length);
        byte[] spliced = Arrays.copyOf(input, at + other.length - from);
        System.arraycopy(other, from, spliced, at, other.length - from);
        return spliced;
      }
    }
    return input;
  }
}
