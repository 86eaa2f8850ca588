package dev.gymbridge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gymbridge.bench.NetworkBench;
import dev.gymbridge.bench.NetworkCost;
import dev.gymbridge.bench.StepBench;
import dev.gymbridge.bench.StepCost;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.run.ServerRecipe;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a step and a gradient step cost on this machine. */
@Command(
    name = "bench",
    description = "Measures what a step and a gradient step cost on this machine.",
    footer = {
      "",
      "Examples:",
      "  gymbridge bench",
      "  gymbridge bench --only update",
      "  gymbridge bench Acrobot-v1 --only step --num-envs 1,64 --seconds 1"
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
  /** Presets whose networks are measured, on observations and actions as CartPole has them. */
  private static final List<String> PRESETS = List.of("cartpole", "minimalrl", "default");

  private static final int OBSERVATION_SIZE = 4;
  private static final int ACTIONS = 2;

  enum Subject {
    /** Environments. */
    STEP,
    /** Frames of environments. */
    FRAME,
    /** Networks. */
    UPDATE;

    /** As the command line writes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private EnvironmentId environmentId;
  @Mixin private EnvironmentArguments environmentArguments;
  @Mixin private ServerOptions serverOptions;

  @Option(
      names = "--num-envs",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,8,64,1024",
      description = "How many environments are stepped together (default: ${DEFAULT-VALUE}).")
  private List<Integer> numEnvs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description = "How long each row is measured for (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Into how many turns that time is cut (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--only",
      paramLabel = "SUBJECT",
      description = "step, frame or update (default: step and update).")
  private List<Subject> subjects = List.of(Subject.STEP, Subject.UPDATE);

  @Mixin private OutputOptions outputOptions;

  @Override
  public void run() {
    check();
    Console console = outputOptions.console();
    JsonObject json = new JsonObject();
    json.addProperty("machine", machine());
    json.addProperty("environment", environmentId.id());
    json.addProperty("seconds", seconds);
    json.addProperty("rounds", rounds);
    console.say(machine());
    if (subjects.contains(Subject.STEP)) {
      json.add("steps", measureSteps(console));
    }
    if (subjects.contains(Subject.FRAME)) {
      json.add("frames", measureFrames(console));
    }
    if (subjects.contains(Subject.UPDATE)) {
      json.add("networks", measureNetworks(console));
    }
    console.result(json);
  }

  /** Figures mean little without what they were taken on, and how busy that was. */
  private static String machine() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%s %s, %d processors, load average %.1f before; Java %s",
        system.getName(),
        system.getArch(),
        system.getAvailableProcessors(),
        system.getSystemLoadAverage(),
        Runtime.version());
  }

  private void check() {
    for (int n : numEnvs) {
      if (n < 1) {
        throw new UsageException("--num-envs must be at least 1, got " + n);
      }
    }
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new UsageException("--seconds must be in (0, 3600], got " + seconds);
    }
    if (rounds < 1) {
      throw new UsageException("--rounds must be at least 1, got " + rounds);
    }
  }

  private Duration timeEach() {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /** Says each table as soon as it is measured. */
  private JsonArray measureSteps(Console console) {
    StepBench bench = new StepBench(timeEach(), rounds);
    JsonArray rows = new JsonArray();
    try (BenchWays ways = BenchWays.open(options(), serverOptions, console)) {
      console.say("");
      console.say(
          "Microseconds of a step of N x %s; of its parts, medians too"
              .formatted(environmentId.id()));
      console.say("");
      for (int n : numEnvs) {
        List<StepCost> costs = bench.measure(n, ways.of(n), console::note);
        console.say(BenchTables.stepText(costs));
        rows.addAll(BenchTables.stepJson(costs));
      }
    }
    return rows;
  }

  private EnvironmentOptions options() {
    return environmentArguments
        .recipe(environmentId.id(), List.of(), ServerRecipe.PLAIN)
        .options(environmentId.id());
  }

  private JsonArray measureFrames(Console console) {
    StepBench bench = new StepBench(timeEach(), rounds);
    try (BenchWays ways = BenchWays.open(options(), serverOptions, console)) {
      console.say("Microseconds of a frame of %s%n".formatted(environmentId.id()));
      List<StepCost> costs = bench.measure(1, ways.drawing(), console::note);
      console.say(BenchTables.frameText(costs));
      return BenchTables.frameJson(costs);
    }
  }

  private JsonArray measureNetworks(Console console) {
    NetworkBench bench = new NetworkBench(timeEach(), rounds);
    JsonArray networks = new JsonArray();
    console.say(
        "Microseconds of a Q-network's work, %d inputs and %d actions%n"
            .formatted(OBSERVATION_SIZE, ACTIONS));
    for (String preset : PRESETS) {
      console.note("network of the preset " + preset);
      DqnConfig config = DqnConfig.preset(preset);
      try (QNetwork network =
          TensorFlowQNetwork.create(
              config.networkConfig(ObservationShape.flat(OBSERVATION_SIZE), ACTIONS, 0))) {
        List<NetworkCost> costs =
            bench.measure(
                network, numEnvs, config.learning().batchSize(), config.learning().gradientSteps());
        console.say(BenchTables.networkText(preset, costs));
        networks.add(BenchTables.networkJson(preset, config, costs));
      }
    }
    return networks;
  }
}
