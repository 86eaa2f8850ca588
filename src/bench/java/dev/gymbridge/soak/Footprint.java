package dev.gymbridge.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What processes hold of the machine, as Linux tells it.
 *
 * @param processes how many they are
 * @param threads of all of them
 * @param descriptors that are open in all of them, sockets among them
 * @param residentMib memory, with what they share counted in each
 * @param temporaryFiles in the temporary directory
 */
record Footprint(
    int processes, long threads, long descriptors, long residentMib, long temporaryFiles) {

  static Footprint ofThisJvm() {
    return of(List.of(ProcessHandle.current().pid()));
  }

  /** Of a process and those that it started. */
  static Footprint ofFamily(long pid) {
    return of(
        Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .map(ProcessHandle::pid))
            .toList());
  }

  private static Footprint of(List<Long> pids) {
    long kib = 0;
    long threads = 0;
    long descriptors = 0;
    for (long pid : pids) {
      kib += status(pid, "VmRSS:");
      threads += status(pid, "Threads:");
      descriptors += count(Path.of("/proc/" + pid + "/fd"));
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return new Footprint(
        pids.size(), threads, descriptors, kib >> 10, count(temporary));
  }

  private static long status(long pid, String key) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException | UncheckedIOException ended) {
      return 0;
    }
  }

  private static long count(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    } catch (IOException | UncheckedIOException ended) {
      return 0;
    }
  }

  String text() {
    return "%d processes, %d threads, %d descriptors, %d MiB, %d temporary files"
        .formatted(processes, threads, descriptors, residentMib, temporaryFiles);
  }
}
