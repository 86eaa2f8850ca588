package dev.gymbridge.remote.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class VirtualEnvironmentTest {
  private final Path directory;

  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

  VirtualEnvironmentTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static ServerSources sources(String code) {
    return new ServerSources(
        Map.of(
            "proto/a.proto",
            "syntax".getBytes(StandardCharsets.UTF_8),
            "python-env-server/pyproject.toml",
            """
            [project]
            name = "x"
            [project.optional-dependencies]
            box2d = ["gymnasium[box2d]"]
            atari = [
              "ale-py",
            ]
            [tool.ruff]
            select = ["A"]
            """
                .getBytes(StandardCharsets.UTF_8),
            "python-env-server/src/x.py",
            code.getBytes(StandardCharsets.UTF_8)));
  }

  private VirtualEnvironment environment(String code, Path python, String... extras) {
    return new VirtualEnvironment(
        sources(code),
        new Installation(
            python.toString(),
            directory.resolve("cache"),
            List.of(extras),
            List.of(),
            false,
            progress::add));
  }

  private List<String> installations() throws IOException {
    Path log = FakePython.log(directory);
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @Test
  void isMadeOnFirstUseAndReusedAfterwards() throws IOException {
    Path python = FakePython.write(directory, "3.11.7", "echo Collecting gymnasium");
    VirtualEnvironment environment = environment("1", python);
    assertThat(environment.installed()).isNull();

    Path made = environment.prepare();
    assertThat(Files.isExecutable(made)).isTrue();
    assertThat(progress)
        .anyMatch(line -> line.startsWith("creating a virtual environment with Python 3.11.7"))
        .contains("installing Gymnasium and gRPC (a minute or so)", "  Collecting gymnasium")
        .anyMatch(line -> line.startsWith("the server is installed ("));

    progress.clear();
    assertThat(environment("1", python).prepare()).isEqualTo(made);
    assertThat(progress).isEmpty();
    assertThat(installations()).hasSize(1);
    assertThat(environment.installed().home().resolve("source/proto/a.proto")).hasContent("syntax");
  }

  @Test
  void isAnotherOneForOtherSources() throws IOException {
    Path python = FakePython.write(directory, "3.11.7", ":");
    assertThat(environment("1", python).directory())
        .isNotEqualTo(environment("2", python).directory());
  }

  @Test
  void knowsHowManyOthersLieBesideIt() throws IOException {
    Path python = FakePython.write(directory, "3.11.7", ":");
    assertThat(environment("1", python).others()).isZero();
    environment("1", python).prepare();
    assertThat(environment("1", python).others()).isZero();
    assertThat(environment("2", python).others()).isOne();
  }

  @Test
  void isMadeAgainWhenItWasCutShort() throws IOException {
    Path python = FakePython.write(directory, "3.11.7", ":");
    VirtualEnvironment environment = environment("1", python);
    environment.prepare();
    Files.delete(environment.directory().resolve("installed"));
    Path leftover = Files.writeString(environment.directory().resolve("leftover"), "");

    environment.prepare();
    assertThat(installations()).hasSize(2);
    assertThat(leftover).doesNotExist();
  }

  @Test
  void isMadeAgainWhenItsPythonWasReplaced() throws IOException {
    Path python = FakePython.write(directory, "3.11.7", ":");
    VirtualEnvironment environment = environment("1", python);
    environment.prepare();
    Path other = Files.move(python, directory.resolve("python3.12"));
    Files.createSymbolicLink(python, other);

    assertThat(environment.installed()).isNull();
  }

  @Test
  void addsExtrasInPlaceAndKeepsThoseThatAreThere() throws IOException {
    Path python = FakePython.write(directory, "3.11.7", ":");
    environment("1", python, "box2d").prepare();
    environment("1", python, "atari").prepare();
    environment("1", python, "box2d").prepare();
    environment("1", python).prepare();

    assertThat(installations()).hasSize(2);
    assertThat(installations().get(1)).endsWith("python-env-server[atari,box2d]");
    assertThat(environment("1", python).installed().extras()).containsExactly("atari", "box2d");
  }

  @Test
  void isAnotherOneForEachSetOfPackages() throws IOException {
    Path python = FakePython.write(directory, "3.11.7", ":");
    VirtualEnvironment plain = environment("1", python);
    VirtualEnvironment grids =
        new VirtualEnvironment(
            sources("1"),
            new Installation(
                python.toString(),
                directory.resolve("cache"),
                List.of(),
                List.of("minigrid", "gym-x>=1"),
                false,
                progress::add));

    plain.prepare();
    grids.prepare();

    assertThat(grids.directory()).isNotEqualTo(plain.directory());
    assertThat(installations().get(1)).endsWith("python-env-server minigrid gym-x>=1");
  }

  @Test
  void refusesAnExtraThatTheServerHasNot() throws IOException {
    Path python = FakePython.write(directory, "3.11.7", ":");
    assertThatThrownBy(() -> environment("1", python, "box2").prepare())
        .isInstanceOf(LocalServerException.class)
        .hasMessage("no server extra \"box2\"; there are atari, box2d");
  }

  @Test
  void saysThatTheNetworkIsMissingAndTriesAgainNextTime() throws IOException {
    Path python =
        FakePython.write(
            directory,
            "3.11.7",
            "echo 'NewConnectionError: Temporary failure in name resolution'; exit 1");
    VirtualEnvironment environment = environment("1", python);

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(environment::prepare)
          .isInstanceOf(LocalServerException.class)
          .hasMessageContaining("pip reached no package index")
          .hasMessageContaining("Temporary failure in name resolution");
    }
    assertThat(environment.installed()).isNull();
    assertThat(installations()).hasSize(2);
  }

  @Test
  void saysWhatToTypeWhereTheVenvModuleIsNotWhole() throws IOException {
    Path python =
        FakePython.write(
            directory,
            """
            case "$*" in
              *sys.executable*) echo "$0"; echo 3.12.1; echo True ;;
              *) echo "The virtual environment was not created because ensurepip is not available."
                 exit 1 ;;
            esac
            """);
    assertThatThrownBy(() -> environment("1", python).prepare())
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining("sudo apt install python3.12-venv")
        .hasMessageContaining("ensurepip is not available");
  }

  @Test
  void namesThePythonThatIsTooOld() throws IOException {
    Path python = FakePython.write(directory, "3.9.2", ":");
    assertThatThrownBy(() -> environment("1", python).prepare())
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining("3.10 or newer is needed")
        .hasMessageContaining("version 3.9.2");
  }

  @Test
  void namesThePythonThatIsAbsent() {
    assertThatThrownBy(() -> environment("1", directory.resolve("absent")).prepare())
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining("absent: not found")
        .hasMessageContaining("GYMBRIDGE_PYTHON");
  }

  @Test
  void namesThePythonThatDoesNotRun() throws IOException {
    Path python = FakePython.write(directory, "echo 'pyenv: command not found'; exit 127");
    assertThatThrownBy(() -> environment("1", python).prepare())
        .hasMessageContaining("it does not run (exit status 127: pyenv: command not found)");
  }

  @Test
  void isMadeOnceByTwoThatStartAtTheSameTime() throws Exception {
    Path python = FakePython.write(directory, "3.11.7", ":");
    List<CompletableFuture<Path>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(CompletableFuture.supplyAsync(() -> environment("1", python).prepare()));
    }
    assertThat(both.get(0).get(30, TimeUnit.SECONDS))
        .isEqualTo(both.get(1).get(30, TimeUnit.SECONDS));
    assertThat(installations()).hasSize(1);
  }

  /** A pip that says that it has begun, and then runs for longer than any test. */
  private Path pythonWithSlowPip(Path started) throws IOException {
    return FakePython.write(
        directory,
        "3.11.7",
        "echo $$ > '%s.part'; mv '%s.part' '%s'; exec sleep 600"
            .formatted(started, started, started));
  }

  /** Installs in a thread of its own; completed with what it fails with. */
  private CompletableFuture<Throwable> installing(Path python, Thread[] thread) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    thread[0] =
        new Thread(
            () -> {
              try {
                environment("1", python).prepare();
                failure.complete(new AssertionError("it was made"));
              } catch (RuntimeException e) {
                failure.complete(e);
              }
            });
    thread[0].start();
    return failure;
  }

  @Test
  void killsTheInstallationWhenInterrupted() throws Exception {
    Path started = directory.resolve("started");
    Path python = pythonWithSlowPip(started);
    Thread[] building = new Thread[1];
    CompletableFuture<Throwable> failure = installing(python, building);
    while (!Files.exists(started)) {
      assertThat(failure).as("ended before pip began").isNotDone();
      Thread.sleep(5);
    }
    long pip = Long.parseLong(Files.readString(started).strip());

    building[0].interrupt();

    assertThat(failure.get(20, TimeUnit.SECONDS))
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining("interrupted");
    ProcessHandle left = ProcessHandle.of(pip).orElse(null);
    if (left != null) {
      left.onExit().get(20, TimeUnit.SECONDS);
    }
    assertThat(environment("1", python).installed()).isNull();
  }

  @Test
  void doesNotUseADirectoryInWhichThePipOfAKilledProgramStillWrites() throws Exception {
    Path python =
        FakePython.write(
            directory,
            "3.11.7",
            "venv=$(dirname \"$(dirname \"$0\")\"); echo \"$venv\" > '%s'"
                .formatted(directory.resolve("where")));
    environment("1", python).prepare();
    Path killed = Path.of(Files.readString(directory.resolve("where")).strip());
    Files.delete(environment("1", python).directory().resolve("installed"));

    Path made = environment("1", python).prepare();
    Files.createDirectories(killed);
    Files.writeString(killed.resolve("late"), "");

    assertThat(made.getParent().getParent()).isNotEqualTo(killed);
    assertThat(environment("1", python).installed()).isNotNull();
  }
}
