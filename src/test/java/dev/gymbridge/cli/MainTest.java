package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line without a server: what is asked wrongly, and what the JVM does alone. */
class MainTest {
  @TempDir Path directory;

  @Test
  void listsItsCommands() {
    Gymbridge.Result result = Gymbridge.run("--help");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("train", "evaluate", "watch", "record", "envs", "serve", "check", "export")
        .contains("doctor")
        .contains("Exit codes: 0 done, 1 the run failed, 2 wrong usage, 130 interrupted");
  }

  @Test
  void listsEveryCommandInOneGroup() {
    String help = Gymbridge.run("--help").out();
    assertThat(help).contains("Train:\n", "See what was learned:\n", "Environments:\n");
    try (Interruption interruption = Interruption.install()) {
      assertThat(Main.commandLine(interruption).getSubcommands().keySet())
          .allSatisfy(name -> assertThat(help).containsOnlyOnce("\n  " + name + " "));
    }
  }

  @Test
  void isTrainWithoutACommand() {
    assertThat(Main.withDefaultCommand(new String[] {})).containsExactly("train");
    assertThat(Main.withDefaultCommand(new String[] {"--env", "X"}))
        .containsExactly("train", "--env", "X");
    assertThat(Main.withDefaultCommand(new String[] {"--help"})).containsExactly("--help");
    assertThat(Main.withDefaultCommand(new String[] {"doctor"})).containsExactly("doctor");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --sed 3 | no option --sed | did you mean --seed?",
        "trian | no command trian | did you mean train?",
        "CartPole-v1 | no command CartPole-v1 | did you mean train CartPole-v1?",
        "train --lr 0.1 | no option --lr | --set learning_rate=VALUE",
        "train --batch-size 3 | no option --batch-size | --set batch_size=VALUE",
        "train --set gamma=0.9 | unknown key \"gamma\" | it is called \"discount\" here",
        "train --vectorization fork | expected one of sync, async, native but was 'fork' | train --help",
        "check native:CartPole-v1 --time-limit 0 | --time-limit must be at least 0.001 | got 0.0",
        "train --set gama=0.9 | unknown key \"gama\" | did you mean \"discount\"?",
        "train Acrobot-v1 --env CartPole-v1 | two environments are named | name one",
        "train a b | b is one argument too many | train --help",
        "train --seed x | x' is no whole number | 20k",
        "check native:CartPole-v1 --seed -1 | --seed must be at least 0, got -1 | gymbridge:",
        "train --seed -1 | --seed must be at least 0, got -1 | gymbridge:",
        "train --preset cartpol | no preset \"cartpol\" | did you mean \"cartpole\"?",
        "train --set batchsize=3 | unknown key \"batchsize\" | did you mean \"batch_size\"?",
        "train --set batch_size=2.5 | batch_size must be a whole number of at least 1, got 2.5 | gymbridge:",
        "train --set hidden_sizes=[8,2.5] | hidden_sizes must be a list of whole numbers | [8,2.5]",
        "train --set double_dqn=yes | double_dqn must be true or false, got \"yes\" | gymbridge:",
        "train --set x | option '--set' | KEY=VALUE format",
        "train --set batch_size=0 | batch_size must be a whole number of at least 1, got 0 | gymbridge:",
        "train --total-steps 5 --episodes 3 | mutually exclusive | --total-steps",
        "train --preset cartpole --config x.json | mutually exclusive | --preset",
        "train --config missing.json | no configuration file missing.json | give an existing",
        "train --resume nowhere --seed 3 | --resume goes on with the run as it was | --total-steps",
        "evaluate --run a b | two runs are named, b and a | name one",
        "evaluate --run nowhere | no run directory nowhere | name one",
        "watch nowhere --json | no run directory nowhere | name one",
        "record nowhere --out x.gif | no run directory nowhere | name one",
        "export nowhere --out x | no run directory nowhere | name one",
        "report nowhere | nowhere | gymbridge:",
        "compare nowhere | nowhere | gymbridge:",
        "completion fish | expected one of | fish",
        "train --resume nowhere | no run directory nowhere | name one",
        "check | name the environment to check | check CartPole-v1",
        "check --env native:CartPole-v1 --num-envs 1 | --num-envs must be at least 2, got 1 | gymbridge:",
        "evaluate --run x --episodes 0 | --episodes must be at least 1, got 0 | gymbridge:",
        "evaluate --run x --policy worst | expected one of | worst",
        "record --run x --out film.webm | --out must end in .gif or .mp4, got film.webm | gymbridge:",
        "bench --num-envs 8,0 | --num-envs must be at least 1, got 0 | gymbridge:",
        "train --env= | the environment's id is empty | such as CartPole-v1",
        "train X-v0 --server-packages= | with commas between | got \"\"",
        "train X-v0 --server-packages=a,--upgrade | with commas between | got \"--upgrade\"",
        "train X-v0 --server-packages=a[x]\tb | with commas between | got \"a[x]\tb\"",
        "bench --seconds 0 | --seconds must be in (0, 3600], got 0.0 | gymbridge:",
        "bench --only steps | expected one of | steps",
        "tune X-v0 --set gamma=0.9 | unknown key \"gamma\" | it is called \"discount\" here",
        "tune X-v0 --set total_env_steps=10k | --total-steps N in place of | --set total_env_steps",
        "tune X-v0 --set total_episodes=9 | --total-steps N in place of | --set total_episodes",
        "tune X-v0 --learning-rate 0.1 | no option --learning-rate | --set learning_rate=VALUE",
        "train --server a:1,a:1 --env X-v0 | each server is named once | a:1 twice",
        "train --server a:1,b --env X-v0 | must be host:port | got \"b\"",
      })
  void refusesWrongUsageWithExitCode2(String line, String what, String mend) {
    Gymbridge.Result result = Gymbridge.run(line.split(" ", -1));
    assertThat(result.err()).contains(what).contains(mend).doesNotContain("\tat ");
    assertThat(result.err().lines().filter(l -> l.startsWith("gymbridge: "))).hasSize(1);
    assertThat(result.err()).doesNotContain("Usage:");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void namesTheLineOfAConfigurationThatIsNotJson() throws IOException {
    Path file = Files.writeString(directory.resolve("bad.json"), "{\n  oops\n}");
    Gymbridge.Result result = Gymbridge.run("train", "--config", file.toString());
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("bad.json is not JSON").contains("line 2");
  }

  @Test
  void refusesToGoOnWithTheTableOfAnotherSearch() throws IOException {
    Files.writeString(
        directory.resolve("trials.csv"), "round,trial,env_steps,score,changes\n0,0,7,1.0,{}\n");
    Gymbridge.Result result =
        Gymbridge.run(
            "tune", "--env", "native:CartPole-v1", "--trials", "1", "--out", directory.toString());
    assertThat(result.err()).contains("trials.csv is of another search");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --env native:Nowhere-v1 | no native environment",
        "train CartPole-v1 --no-test --server-python /nowhere | need no Python: native:CartPole-v1",
      })
  void saysWhatFailedWithExitCode1(String line, String what) {
    Gymbridge.Result result = Gymbridge.run(line.split(" ", -1));
    assertThat(result.err()).contains(what).doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "train --sed 3 --json,2",
    "evaluate nowhere --json,2",
    "compare nowhere --json,2",
    "train native:Nowhere-v1 --no-test --json,1",
    "envs --server localhost:1 --json,1",
    "doctor nowhere --json,2",
  })
  void tellsAProgramOfAnErrorTooWithJson(String line, int exitCode) {
    Gymbridge.Result result = Gymbridge.run(line.split(" ", -1));
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.json().get("exit_code").getAsInt()).isEqualTo(exitCode);
    assertThat(result.err()).contains(result.json().get("error").getAsString());
    assertThat(arguments(result.json())).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "presets --json",
        "check native:CartPole-v1 --json --frugal --num-envs 2",
        "train --help-keys --json",
        "bench --only update --seconds 0.01 --rounds 1 --num-envs 2 --json",
      })
  void saysWithJsonWhatWasRun(String line) {
    Gymbridge.Result result = Gymbridge.run(line.split(" ", -1));
    assertThat(result.exitCode()).isZero();
    assertThat(arguments(result.json())).isEqualTo(line);
    assertThat(result.json().getAsJsonObject("versions").has("gymbridge")).isTrue();
  }

  private static String arguments(JsonObject json) {
    return json.getAsJsonArray("arguments").asList().stream()
        .map(JsonElement::getAsString)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"completion", "completion bash", "completion zsh"})
  void completesCommandsAndOptionsInAShell(String line) {
    Gymbridge.Result result = Gymbridge.run(line.split(" ", -1));
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("_complete_gymbridge", "evaluate", "--preset")
        .contains(
            "\"minimalrl\"", "\"skip\"", "\"CartPole-v1\"", "\"async\"", "\"frame\"", "\"zsh\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "evaluate",
        "watch",
        "record",
        "envs",
        "serve",
        "check",
        "export",
        "doctor",
        "bench",
        "compare",
        "report",
        "presets",
        "tune",
        "completion"
      })
  void showsAnExampleInEachHelp(String command) {
    Gymbridge.Result result = Gymbridge.run(command, "--help");
    assertThat(result.out()).contains("Usage: gymbridge " + command);
    List<String> examples = result.out().lines().dropWhile(l -> !l.equals("Examples:")).toList();
    assertThat(examples).hasSizeGreaterThan(1);
    // None is broken into two lines: each can be pasted.
    assertThat(examples.subList(1, examples.size())).allMatch(line -> line.startsWith("  "));
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void keepsTheOptionsOfServersTogether() {
    String help = Gymbridge.run("train", "--help").out();
    String ofServers = help.substring(help.indexOf("The server of environments"));
    assertThat(ofServers).contains("--server=", "--tls-ca=", "--step-seconds=");
    assertThat(ofServers.substring(0, ofServers.indexOf("Examples"))).doesNotContain("--preset");
  }

  @Test
  void listsEveryKeyWithItsValueAndRange() {
    Gymbridge.Result result = Gymbridge.run("train", "--help-keys", "--set", "batch_size=7");
    assertThat(result.out()).contains("batch_size = 7\n    transitions of one gradient step: ");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void leavesNoRunDirectoryBehindWhereNothingWasTrained() {
    Path run = directory.resolve("run");
    Gymbridge.run("train", "native:Nowhere-v1", "--run-dir", run.toString());
    assertThat(run).doesNotExist();
  }

  @Test
  void showsWhereItHappenedWhenVerbose() {
    Gymbridge.Result result = Gymbridge.run("evaluate", "--run", "nowhere", "--verbose");
    assertThat(result.err()).contains("\tat dev.gymbridge");
  }
}
