package dev.gymbridge.remote;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.remote.wire.Vectorization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An environment and how it is made, reset, stepped and drawn, in the words of record.py. */
record TrajectoryCase(Map<String, Object> json) {
  private static final List<String> ENVIRONMENTS =
      List.of(
          "CartPole-v1",
          "Acrobot-v1",
          "MountainCar-v0",
          "Pendulum-v1",
          "FrozenLake-v1",
          "Taxi-v4", // Gymnasium 1.4 refuses Taxi-v3 as out of date.
          "Blackjack-v1",
          "CliffWalking-v1",
          "LunarLander-v3",
          "CarRacing-v3",
          "ALE/Pong-v5");

  private static final List<String> TOY_TEXT =
      List.of("FrozenLake-v1", "Taxi-v4", "CliffWalking-v1");

  static List<TrajectoryCase> all() {
    List<TrajectoryCase> cases = new ArrayList<>();
    for (String id : ENVIRONMENTS) {
      cases.add(of(id, id, steps(id)));
      for (AutoresetMode mode : AutoresetMode.values()) {
        String name = id + " x 3, " + mode;
        cases.add(of(name, id, steps(id)).with("num_envs", 3).with("autoreset", mode.name()));
      }
      cases.add(drawn(id, "rgb_array"));
      cases.add(drawn(id, "rgb_array").named(id + " rgb_array, compressed"));
      cases.add(drawn(id, "rgb_array_list"));
      cases.add(drawn(id, "rgb_array").named(id + " rgb_array x 2").with("num_envs", 2));
    }
    for (String id : TOY_TEXT) {
      cases.add(drawn(id, "ansi"));
      cases.add(drawn(id, "ansi_list"));
    }
    cases.addAll(madeInOtherWays());
    cases.addAll(resetInOtherWays());
    return cases;
  }

  private static int steps(String id) {
    return id.contains("Racing") ? 15 : id.contains("Pong") ? 150 : 250;
  }

  private static TrajectoryCase drawn(String id, String mode) {
    return of(id + " " + mode, id, 12).with("render_mode", mode).with("render_every", 4);
  }

  private static List<TrajectoryCase> madeInOtherWays() {
    String cartPole = "CartPole-v1";
    List<TrajectoryCase> cases = new ArrayList<>();
    for (String own : List.of("ASYNC", "VECTOR_ENTRY_POINT")) {
      cases.add(of(own, cartPole, 250).with("num_envs", 3).with("vectorization", own));
    }
    cases.add(
        of("ASYNC, SAME_STEP, with images", "CarRacing-v3", 8)
            .with("num_envs", 2)
            .with("max_episode_steps", 3)
            .with("autoreset", "SAME_STEP")
            .with("vectorization", "ASYNC"));
    cases.add(of("time limit", cartPole, 60).with("max_episode_steps", 7));
    cases.add(of("time limit x 2", cartPole, 60).with("max_episode_steps", 7).with("num_envs", 2));
    cases.add(of("no time limit", "MountainCar-v0", 250).with("max_episode_steps", 0));
    cases.add(
        of("arguments", "FrozenLake-v1", 250)
            .with("kwargs", Map.of("map_name", "8x8", "is_slippery", false)));
    cases.add(of("argument of a list", "FrozenLake-v1", 100).with("kwargs", lake()));
    cases.add(of("continuous", "LunarLander-v3", 100).with("kwargs", Map.of("continuous", true)));
    cases.add(
        of("few actions", "CarRacing-v3", 10)
            .with("kwargs", Map.of("continuous", false, "lap_complete_percent", 0.5)));
    cases.add(of("without a version", "CartPole", 20));
    cases.add(of("module:Id", "gymnasium.envs.classic_control:CartPole-v1", 20));
    cases.addAll(wrapped());
    return cases;
  }

  private static Map<String, Object> lake() {
    return Map.of("desc", List.of("SFF", "FHF", "FFG"), "success_rate", 0.5);
  }

  private static List<TrajectoryCase> wrapped() {
    Map<String, Object> bounds = new LinkedHashMap<>();
    bounds.put("min_action", -1.0);
    bounds.put("max_action", 1.0);
    return List.of(
        wrapped("TimeLimit", "CartPole-v1", Map.of("max_episode_steps", 9)),
        wrapped("FrameStackObservation", "CartPole-v1", Map.of("stack_size", 3)),
        wrapped("RescaleAction", "Pendulum-v1", bounds),
        wrapped("NormalizeObservation", "CartPole-v1", Map.of()),
        wrapped("NormalizeReward", "Pendulum-v1", Map.of("gamma", 0.9)),
        wrapped("TimeAwareObservation", "CartPole-v1", Map.of()),
        wrapped("RecordEpisodeStatistics", "CartPole-v1", Map.of()),
        wrapped("RecordEpisodeStatistics", "CartPole-v1", Map.of())
            .named("RecordEpisodeStatistics x 2")
            .with("num_envs", 2),
        wrapped("GrayscaleObservation", "CarRacing-v3", Map.of("keep_dim", true)).with("steps", 8),
        of("AtariPreprocessing, then FrameStackObservation", "ALE/Pong-v5", 60)
            .with("kwargs", Map.of("frameskip", 1))
            .with(
                "wrappers",
                List.of(
                    List.of("AtariPreprocessing", Map.of("noop_max", 5, "frame_skip", 4)),
                    List.of("FrameStackObservation", Map.of("stack_size", 4)))));
  }

  private static TrajectoryCase wrapped(String wrapper, String id, Map<String, Object> arguments) {
    return of(wrapper, id, 60).with("wrappers", List.of(List.of(wrapper, arguments)));
  }

  private static List<TrajectoryCase> resetInOtherWays() {
    List<Object> gap = new ArrayList<>(List.of(3, 99));
    gap.add(1, null);
    Map<String, Object> low = Map.of("options", Map.of("low", -0.1, "high", 0.2), "seed", 4);
    return List.of(
        of("seed 0, unseeded, the same seed", "CartPole-v1", 90)
            .with("resets", List.of(Map.of("seed", 0), Map.of(), Map.of("seed", 0))),
        of("greatest seed", "CartPole-v1", 10)
            .with("resets", List.of(Map.of("seed", Long.MAX_VALUE))),
        of("options", "CartPole-v1", 40).with("resets", List.of(low, Map.of())),
        of("options x 2", "CartPole-v1", 40)
            .with("num_envs", 2)
            .with("resets", List.of(low, Map.of("seed", 9))),
        of("options of Pendulum", "Pendulum-v1", 10)
            .with(
                "resets",
                List.of(Map.of("seed", 1, "options", Map.of("x_init", 0.1, "y_init", 0.2)))),
        of("list of seeds", "CartPole-v1", 60)
            .with("num_envs", 3)
            .with(
                "resets",
                List.of(Map.of("seeds", List.of(5, 1, 5)), Map.of(), Map.of("seeds", gap))),
        of("list of seeds, ASYNC", "CartPole-v1", 60)
            .with("num_envs", 3)
            .with("vectorization", "ASYNC")
            .with("resets", List.of(Map.of("seeds", List.of(5, 1, 5)), Map.of("seeds", gap))));
  }

  private static TrajectoryCase of(String name, String id, int steps) {
    return new TrajectoryCase(Map.of("name", name, "id", id, "steps", steps));
  }

  private TrajectoryCase with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(json);
    changed.put(key, value);
    return new TrajectoryCase(changed);
  }

  private TrajectoryCase named(String name) {
    return with("name", name);
  }

  String name() {
    return (String) json.get("name");
  }

  boolean compressed() {
    return name().contains("compressed");
  }

  Repetition open(EnvironmentServer server) {
    Integer numEnvs = (Integer) json.get("num_envs");
    if (numEnvs == null) {
      return new Repetition.Single(server.make(options()));
    }
    AutoresetMode mode =
        AutoresetMode.valueOf((String) json.getOrDefault("autoreset", "NEXT_STEP"));
    Vectorization vectorization =
        Vectorization.valueOf((String) json.getOrDefault("vectorization", "AUTOMATIC"));
    return new Repetition.Vector(server.makeVector(options(), numEnvs, mode, vectorization));
  }

  @SuppressWarnings("unchecked") // as they were put in above
  private EnvironmentOptions options() {
    EnvironmentOptions options =
        EnvironmentOptions.of((String) json.get("id"))
            .withArguments((Map<String, Object>) json.getOrDefault("kwargs", Map.of()))
            .withRenderMode(RenderMode.of((String) json.getOrDefault("render_mode", "")))
            .withWrappers(
                ((List<List<Object>>) json.getOrDefault("wrappers", List.of()))
                    .stream()
                        .map(
                            wrapper ->
                                new EnvironmentOptions.Wrapper(
                                    (String) wrapper.get(0), (Map<String, Object>) wrapper.get(1)))
                        .toList())
            .withInfo();
    Integer limit = (Integer) json.get("max_episode_steps");
    return limit == null ? options : options.withMaxEpisodeSteps(limit);
  }
}
