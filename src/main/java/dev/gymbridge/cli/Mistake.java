package dev.gymbridge.cli;

import dev.gymbridge.dqn.ConfigKey;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.ForeignNames;
import dev.gymbridge.dqn.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command line that cannot be understood: one line, with the nearest name. */
final class Mistake {
  private static final Pattern ENVIRONMENT_ID = Pattern.compile("[\\w:/.]+-v\\d+");

  /** Those of an enumeration, as the parser lists them. */
  private static final Pattern VALUES =
      Pattern.compile("\\[([A-Z_]+(?:, [A-Z_]+)*)\\] \\(case-insensitive\\)");

  private Mistake() {}

  static String text(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String what =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(command, unmatched)
            : ofTheParser(String.valueOf(e.getMessage()));
    return "%s (%s --help lists what there is)"
        .formatted(what, command.getCommandSpec().qualifiedName());
  }

  /** On one line, with values as they are typed. */
  private static String ofTheParser(String message) {
    String line =
        message
            .replaceAll("\\s*\\R\\s*", " ")
            .replaceFirst("^Error: ", "")
            .replaceFirst("option option", "option");
    return VALUES.matcher(line).replaceFirst(names -> names.group(1).toLowerCase(Locale.ROOT));
  }

  private static String unmatched(CommandLine command, UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    if (e.isUnknownOption()) {
      String name = first.replaceFirst("=.*", "");
      return "no option %s%s".formatted(name, insteadOf(command, name));
    }
    if (command.getParent() == null) {
      return "no command %s%s".formatted(first, commandLike(command, first));
    }
    return "%s is one argument too many".formatted(first);
  }

  private static String insteadOf(CommandLine command, String name) {
    Optional<String> key = ForeignNames.keyFor(name).or(() -> keyLike(name));
    List<String> options = new ArrayList<>();
    command.getCommandSpec().options().forEach(o -> options.add(o.longestName()));
    if (options.contains("--set") && key.isPresent()) {
      return "; it is a key of the configuration: --set %s=VALUE".formatted(key.get());
    }
    return Suggestion.of(name, options).replace("\"", "");
  }

  private static Optional<String> keyLike(String option) {
    String name = option.replaceFirst("^--?", "").replace('-', '_');
    return DqnConfig.keys().stream().map(ConfigKey::name).filter(name::equals).findFirst();
  }

  private static String commandLike(CommandLine root, String word) {
    return ENVIRONMENT_ID.matcher(word).matches()
        ? "; did you mean train %s?".formatted(word)
        : Suggestion.of(word, root.getSubcommands().keySet()).replace("\"", "");
  }
}
