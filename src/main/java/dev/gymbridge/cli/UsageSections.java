package dev.gymbridge.cli;

import java.lang.reflect.Member;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of a command: what is its own first, then what is about servers, then the rest. */
final class UsageSections {
  private static final Set<Class<?>> OF_SERVERS =
      Set.of(
          ServerOptions.class,
          ServerRecipeOptions.class,
          TimeLimitOptions.class,
          SecurityOptions.class);

  private UsageSections() {}

  /** Gives all commands this help. */
  static void arrange(CommandLine commandLine) {
    commandLine.setUsageHelpAutoWidth(true);
    commandLine
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, UsageSections::options);
    commandLine.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    commandLine.getSubcommands().values().forEach(UsageSections::arrange);
  }

  private static String options(Help help) {
    List<OptionSpec> shown =
        help.commandSpec().options().stream().filter(option -> !option.hidden()).toList();
    List<OptionSpec> ofServers = shown.stream().filter(UsageSections::isOfServers).toList();
    String own = list(help, shown.stream().filter(option -> !isOfServers(option)).toList());
    return ofServers.isEmpty()
        ? own
        : own
            + "%nThe server of environments that are not native:%n".formatted()
            + list(help, ofServers);
  }

  private static boolean isOfServers(OptionSpec option) {
    return option.userObject() instanceof Member member
        && OF_SERVERS.contains(member.getDeclaringClass());
  }

  private static String list(Help help, List<OptionSpec> options) {
    Help.Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
    List<OptionSpec> sorted =
        options.stream()
            .sorted((a, b) -> a.longestName().compareToIgnoreCase(b.longestName()))
            .toList();
    layout.addOptions(sorted, help.parameterLabelRenderer());
    return layout.toString();
  }
}
