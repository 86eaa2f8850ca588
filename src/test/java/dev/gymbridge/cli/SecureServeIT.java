package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.JavaCommand;
import dev.gymbridge.remote.grpc.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user runs them with TLS, a token and client certificates. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("thorough")
final class SecureServeIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Pattern LISTENING = Pattern.compile("listening at (127\\.0\\.0\\.1:\\d+)");

  @TempDir private Path directory;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : processes) {
      // Asked, so that it takes its server with it.
      process.destroy();
      process.waitFor();
    }
  }

  private Process start(String token, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.ofMain(Main.class, arguments)).redirectErrorStream(true);
    if (!token.isEmpty()) {
      builder.environment().put("GYMBRIDGE_TOKEN", token);
    }
    processes.add(builder.start());
    return processes.get(processes.size() - 1);
  }

  private static String listening(Process serve) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    throw new IOException("serve ended before it listened");
  }

  private static Gymbridge.Result run(String[] common, String... arguments) {
    return Gymbridge.run(
        Stream.concat(Arrays.stream(arguments), Arrays.stream(common)).toArray(String[]::new));
  }

  @Test
  void trainsWithAServerThatKnowsItAndThatItKnows() throws Exception {
    var server = TestCertificates.make(directory, "server", "-ext", "san=ip:127.0.0.1");
    var client = TestCertificates.make(directory, "client");
    Path token = TestCertificates.write(directory.resolve("token"), SECRET + "\n");
    String[] serve = {
      "serve",
      "--listen",
      "127.0.0.1:0",
      "--tls-cert",
      server.certificate().toString(),
      "--tls-key",
      server.key().toString(),
      "--tls-client-ca",
      client.certificate().toString(),
      "--token-file",
      token.toString()
    };
    String address = listening(start("", serve));
    String[] known = {
      "--server", address,
      "--tls-ca", server.certificate().toString(),
      "--tls-cert", client.certificate().toString(),
      "--tls-key", client.key().toString()
    };

    Gymbridge.Result trained =
        run(
            known,
            "train",
            "--env=CartPole-v1",
            "--total-steps=300",
            "--set=final_evaluation_episodes=1",
            "--no-test",
            "--run-dir=" + directory.resolve("run"),
            "--token-file=" + token);
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(directory.resolve("run/progress.csv")).isNotEmptyFile();
    assertThat(directory.resolve("run/config.json")).content().doesNotContain(SECRET);

    assertThat(run(known, "envs", "CartPole").err()).contains("let nobody in", "has none");
    assertThat(run(new String[] {"--server", address}, "envs").err())
        .contains("whether it wants TLS (--tls)");
  }

  @Test
  void takesTheTokenFromTheEnvironmentAndKeepsItFromAServerOfItsOwn() throws Exception {
    String address = listening(start(SECRET, "serve", "--listen", "127.0.0.1:0"));
    assertThat(Gymbridge.run("envs", "CartPole", "--server", address).err())
        .contains("let nobody in");
    assertThat(start(SECRET, "envs", "CartPole", "--server", address).waitFor()).isZero();
    // Else the server would ask this program for a token that it does not show.
    assertThat(start(SECRET, "envs", "CartPole").waitFor()).isZero();
  }
}
