package dev.gymbridge.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gymbridge.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An X server without a screen, and Java programs that draw on it. */
public final class VirtualDisplay implements AutoCloseable {
  private final Process server;
  private final String name;

  private VirtualDisplay(Process server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Starts one; without the means for it the test is skipped. */
  public static VirtualDisplay open() throws IOException {
    Path awt = Path.of(System.getProperty("java.home"), "lib", "libawt_xawt.so");
    assumeTrue(Files.exists(awt), "this JDK opens no windows on X11: " + awt + " is missing");
    Process server;
    try {
      server =
          new ProcessBuilder(
                  "Xvfb -displayfd 1 -screen 0 1280x1024x24 -nolisten tcp -noreset".split(" "))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no display server to be had: " + e.getMessage());
      throw e;
    }
    BufferedReader number = server.inputReader();
    String line = number.readLine();
    assumeTrue(line != null, "no display server to be had: Xvfb ended with no display");
    return new VirtualDisplay(server, ":" + line);
  }

  /**
   * Starts a program of this class path whose windows come up here.
   *
   * @param output what it says, on either stream
   */
  public Process start(Path output, Class<?> program, List<String> arguments) throws IOException {
    List<String> command = JavaCommand.ofMain(program, arguments.toArray(String[]::new));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DISPLAY", name);
    return builder.redirectOutput(output.toFile()).start();
  }

  @Override
  public void close() {
    server.destroy();
    try {
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
