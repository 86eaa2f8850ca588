package dev.gymbridge.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.run.RunDirectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs side by side: those of one environment and configuration are a group, whatever their seeds.
 *
 * <pre>{@code
 * Comparison comparison = Comparison.of(runs);
 * comparison.lines().forEach(System.out::println);
 * ComparisonPage.write(comparison, Path.of("comparison"));
 * }</pre>
 */
public final class Comparison {
  private final Map<String, List<RunGroup>> groups; // by environment

  private Comparison(Map<String, List<RunGroup>> groups) {
    this.groups = groups;
  }

  /**
   * Reads runs.
   *
   * @throws dev.gymbridge.run.RunDirectoryException if one of them is none, or has not ended
   */
  public static Comparison of(List<RunDirectory> runs) {
    List<ComparedRun> bySeed =
        runs.stream()
            .map(ComparedRun::read)
            .sorted(Comparator.comparingLong(run -> run.recipe().seed()))
            .toList();
    Map<String, List<RunGroup>> groups = new TreeMap<>();
    by(bySeed, run -> run.recipe().environment().id())
        .forEach((environment, members) -> groups.put(environment, grouped(members)));
    return new Comparison(groups);
  }

  private static List<RunGroup> grouped(List<ComparedRun> runs) {
    List<RunGroup> groups = new ArrayList<>();
    by(runs, run -> run.recipe().preset())
        .forEach(
            (preset, ofPreset) -> {
              var byConfig = by(ofPreset, run -> run.recipe().config().toJson());
              List<String> differing = differing(byConfig.keySet());
              byConfig.forEach(
                  (config, members) ->
                      groups.add(new RunGroup(label(preset, config, differing), members)));
            });
    return groups;
  }

  private static <K> Map<K, List<ComparedRun>> by(
      List<ComparedRun> runs, Function<ComparedRun, K> key) {
    return runs.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }

  /** The keys whose values are not the same in all of these configurations. */
  private static List<String> differing(Set<JsonObject> configs) {
    JsonObject first = configs.iterator().next();
    return first.keySet().stream()
        .filter(key -> configs.stream().anyMatch(c -> !first.get(key).equals(c.get(key))))
        .toList();
  }

  private static String label(String preset, JsonObject config, List<String> keys) {
    return Stream.concat(
            Stream.of(preset), keys.stream().map(key -> key + "=" + text(config.get(key))))
        .collect(Collectors.joining(", "));
  }

  private static String text(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  /** Hands on each environment with its groups. */
  void forEach(BiConsumer<String, List<RunGroup>> each) {
    groups.forEach(each);
  }

  /** A table for a terminal: an environment, its groups, and the scores of each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    groups.forEach(
        (environment, list) -> {
          lines.add(environment);
          for (RunGroup group : list) {
            lines.add("  " + group.label());
            lines.add("    final " + line(group.finalScores()));
            lines.add("    best  " + line(group.bestScores()));
          }
        });
    return lines;
  }

  private static String line(@Nullable Spread scores) {
    return scores == null
        ? "no evaluation"
        : "interquartile mean %s, 95%% interval %s to %s; median %s, min %s, max %s; runs %d"
            .formatted(
                Numbers.score(scores.interquartileMean()),
                Numbers.score(scores.low()),
                Numbers.score(scores.high()),
                Numbers.score(scores.median()),
                Numbers.score(scores.min()),
                Numbers.score(scores.max()),
                scores.runs());
  }

  /** An object of environments, each a list of groups with every run and the spread of scores. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    groups.forEach(
        (environment, list) -> {
          JsonArray array = new JsonArray();
          list.forEach(group -> array.add(group.toJson()));
          json.add(environment, array);
        });
    return json;
  }
}
