package dev.gymbridge.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.report.TensorBoardRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a run has left, to be compared to the byte with what another has left.
 *
 * <p>Which pieces of observations share a file depends on when checkpoints were written: here each
 * piece stands for itself, and the manifest for what it says beside the sizes of files.
 *
 * @param files by name
 * @param pieces of the observations to replay, by their number from the first that ever was
 */
record RunRemains(Map<String, byte[]> files, NavigableMap<Long, byte[]> pieces) {
  private static final Pattern PIECES = Pattern.compile("observations-(\\d+)-(\\d+)\\.bin");

  /** Reads a run that is over. */
  static RunRemains of(RunDirectory run) throws IOException {
    RunRemains remains = new RunRemains(new TreeMap<>(), new TreeMap<>());
    remains.files.put("progress.csv", Files.readAllBytes(run.progress()));
    remains.files.put("evaluations.csv", Files.readAllBytes(run.evaluations()));
    remains.files.put("actions.csv", Files.readAllBytes(run.actions()));
    remains.files.put("TensorBoard", scalars(run).getBytes(UTF_8));
    for (Policy policy : Policy.values()) {
      try (Stream<Path> files = Files.list(policy.weights(run).directory())) {
        for (Path file : files.toList()) {
          remains.add(policy, file);
        }
      }
      String about = policy.weights(run).about().toString();
      remains.files.put(policy + "/about", about.getBytes(UTF_8));
    }
    return remains;
  }

  /** All that TensorBoard shows but the speed, which is another each time. */
  private static String scalars(RunDirectory run) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (TensorBoardRecords.Event event : TensorBoardRecords.readAll(run.path())) {
      Map<String, Float> scalars = new TreeMap<>(event.scalars());
      scalars.remove("time/fps");
      if (!scalars.isEmpty()) {
        lines.append(event.step()).append(' ').append(scalars).append('\n');
      }
    }
    return lines.toString();
  }

  private void add(Policy policy, Path file) throws IOException {
    String name = file.getFileName().toString();
    byte[] content = Files.readAllBytes(file);
    Matcher range = PIECES.matcher(name);
    if (range.matches()) {
      long from = Long.parseLong(range.group(1));
      int count = (int) (Long.parseLong(range.group(2)) - from);
      int size = content.length / count;
      for (int i = 0; i < count; i++) {
        pieces.put(from + i, Arrays.copyOfRange(content, i * size, (i + 1) * size));
      }
    } else if (!name.equals("manifest.json")) {
      files.put(policy + "/" + name, content);
    }
  }

  /** Where TensorBoard's files, named by the clock, are kept, their places are left out. */
  RunRemains withoutPlacesInFiles() {
    Map<String, byte[]> fewer = new TreeMap<>(files);
    fewer.remove("final/files.bin");
    return new RunRemains(fewer, pieces);
  }

  /**
   * Requires that all of it is the same; older pieces may have stayed in a file with newer ones.
   */
  void requireSame(RunRemains whole, String moment) {
    assertThat(files.keySet()).as(moment).isEqualTo(whole.files.keySet());
    files.forEach(
        (name, is) -> assertThat(is).as(name + " " + moment).isEqualTo(whole.files.get(name)));
    if (!pieces.isEmpty()) {
      long first = Math.max(pieces.firstKey(), whole.pieces.firstKey());
      Map<Long, byte[]> wanted = whole.pieces.tailMap(first, true);
      assertThat(pieces.tailMap(first, true).keySet()).as(moment).isEqualTo(wanted.keySet());
      wanted.forEach(
          (piece, was) -> assertThat(pieces.get(piece)).as(piece + " " + moment).isEqualTo(was));
    }
  }
}
