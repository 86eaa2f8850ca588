package dev.gymbridge.env.conformance;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.UnknownEnvironmentException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids, versions, arguments, and what the spec says. */
final class SpecChecks {
  private static final Pattern VERSIONED = Pattern.compile("(.*)-v(\\d+)");
  private static final String NO_ARGUMENT = "no_environment_has_this_argument";

  private SpecChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "spec.id",
            "The spec tells the id that was asked for, with its version.",
            "tell the id as it is registered",
            SpecChecks::id),
        new Check(
            "spec.makes-sense",
            "The spec tells a time limit and frames a second above 0, and each render mode once.",
            "leave out what is not known",
            SpecChecks::makesSense),
        new Check(
            "spec.same-for-two",
            "Two environments of the same options have equal specs.",
            "derive the spec from the options alone",
            SpecChecks::sameForTwo),
        new Check(
            "spec.without-a-version",
            "An id without its version makes the newest version.",
            "look for the greatest version where the id has none",
            SpecChecks::withoutAVersion),
        new Check(
            "spec.unknown-ids-are-refused",
            "A misspelt id and a version that there is not raise UnknownEnvironmentException, which"
                + " suggests the right id.",
            "compare with the ids there are, and name the nearest",
            SpecChecks::unknownIdsAreRefused),
        new Check(
            "spec.unknown-arguments-are-refused",
            "An argument that the environment does not have raises EnvironmentException, which names"
                + " it.",
            "refuse arguments that are not known",
            SpecChecks::unknownArgumentsAreRefused));
  }

  /** The id without the module that registers it. */
  private static String registered(String id) {
    return id.substring(id.indexOf(':') + 1);
  }

  private static void id(Trial trial) {
    String asked = registered(trial.options().id());
    String told = trial.spec().id();
    boolean versioned = VERSIONED.matcher(asked).matches();
    Expect.that(
        versioned ? told.equals(asked) : told.startsWith(asked),
        "the id of the spec",
        versioned ? asked : asked + " with its version, if it has any",
        told);
  }

  private static void makesSense(Trial trial) {
    EnvironmentSpec spec = trial.spec();
    Expect.that(
        spec.maxEpisodeSteps().orElse(1) > 0,
        "maxEpisodeSteps",
        "at least 1",
        spec.maxEpisodeSteps());
    double fps = spec.renderFps().orElse(1);
    Expect.that(
        fps > 0 && fps < Double.POSITIVE_INFINITY, "renderFps", "above 0", spec.renderFps());
    Expect.that(
        !Double.isNaN(spec.rewardThreshold().orElse(0)),
        "rewardThreshold",
        "a number",
        spec.rewardThreshold());
    Expect.equal(
        "the number of different render modes",
        spec.renderModes().size(),
        new HashSet<>(spec.renderModes()).size());
  }

  private static void sameForTwo(Trial trial) {
    Expect.equal("the spec", trial.spec(), trial.make().spec());
  }

  private static EnvironmentOptions named(Trial trial, String id) {
    EnvironmentOptions options = trial.options();
    return new EnvironmentOptions(
        id,
        options.arguments(),
        options.renderMode(),
        options.maxEpisodeSteps(),
        options.wrappers(),
        options.includeInfo());
  }

  private static void withoutAVersion(Trial trial) {
    Matcher versioned = VERSIONED.matcher(trial.options().id());
    if (!versioned.matches()) {
      throw Unchecked.notApplicable("its id has no version");
    }
    String name = registered(versioned.group(1));
    String told = trial.make(named(trial, versioned.group(1))).spec().id();
    Matcher newest = VERSIONED.matcher(told);
    Expect.that(
        newest.matches()
            && newest.group(1).equals(name)
            && Long.parseLong(newest.group(2)) >= Long.parseLong(versioned.group(2)),
        "the id made for " + name,
        trial.spec().id() + " or a newer version",
        told);
  }

  private static void unknownIdsAreRefused(Trial trial) {
    String id = trial.options().id();
    Matcher versioned = VERSIONED.matcher(id);
    String name = versioned.matches() ? versioned.group(1) : id;
    String version = versioned.matches() ? "-v" + versioned.group(2) : "";
    String bare = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
    String misspelt = name + bare.charAt(bare.length() - 1) + "x" + version;
    requireSuggestion(trial, misspelt, bare);
    if (versioned.matches()) {
      requireSuggestion(trial, name + "-v987", bare);
    }
  }

  private static void requireSuggestion(Trial trial, String wrong, String right) {
    UnknownEnvironmentException refused =
        Expect.raises(
            UnknownEnvironmentException.class,
            "make \"" + wrong + "\"",
            () -> trial.make(named(trial, wrong)).close());
    // The wrong id contains the right one: that it is said is no suggestion.
    String rest = String.valueOf(refused.getMessage()).replace(wrong, "");
    Expect.that(
        rest.contains(right),
        "the message for \"" + wrong + "\" suggests nothing",
        "a message that suggests \"" + right + "\"",
        refused.getMessage());
  }

  private static void unknownArgumentsAreRefused(Trial trial) {
    EnvironmentOptions wrong = trial.options().withArguments(Map.of(NO_ARGUMENT, 1L));
    EnvironmentException refused =
        Expect.raises(
            EnvironmentException.class,
            "make with the argument " + NO_ARGUMENT,
            () -> trial.make(wrong).close());
    Expect.names(refused, NO_ARGUMENT, "make with a wrong argument");
  }
}
