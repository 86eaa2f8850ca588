package dev.gymbridge.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;

/** The commands by what one does with them, as the help of the program lists them. */
final class CommandGroups {
  private record Group(String title, List<String> commands) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group("Train", List.of("train", "tune", "presets")),
          new Group(
              "See what was learned",
              List.of("evaluate", "watch", "record", "report", "compare", "export")),
          new Group("Environments", List.of("envs", "check", "serve")),
          new Group("This machine", List.of("doctor", "bench", "completion")));

  private CommandGroups() {}

  /** The list of the commands, in groups. */
  static String list(Help help) {
    return GROUPS.stream()
        .map(group -> "%s:%n".formatted(group.title()) + help.commandList(members(group, help)))
        .collect(Collectors.joining("%n".formatted()));
  }

  private static Map<String, Help> members(Group group, Help help) {
    Map<String, Help> members = new LinkedHashMap<>();
    group.commands().forEach(name -> members.put(name, help.subcommands().get(name)));
    return members;
  }
}
