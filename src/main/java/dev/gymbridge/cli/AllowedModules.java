package dev.gymbridge.cli;

import dev.gymbridge.env.EnvironmentOptions.Wrapper;
import dev.gymbridge.run.EnvironmentRecipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server of this machine may import: who types {@code module:Id} wants that module to be
 * imported; one in the current folder is found there, though that folder is not searched for
 * anything else.
 */
final class AllowedModules {
  private static final Pattern MODULE = Pattern.compile("[A-Za-z_]\\w*(\\.\\w+)*");

  private AllowedModules() {}

  /** The arguments of the server. */
  static List<String> of(EnvironmentRecipe environment) {
    Set<String> modules = new LinkedHashSet<>();
    Stream.concat(Stream.of(environment.id()), environment.wrappers().stream().map(Wrapper::name))
        .filter(name -> name.indexOf(':') > 0)
        .map(name -> name.substring(0, name.indexOf(':')))
        // What is no module, such as a file, the server refuses in words when it makes it.
        .filter(name -> MODULE.matcher(name).matches() && !name.endsWith(".py"))
        .forEach(modules::add);
    List<String> arguments = new ArrayList<>();
    modules.forEach(module -> arguments.addAll(List.of("--allow-module", module)));
    if (modules.stream().anyMatch(AllowedModules::isInCurrentFolder)) {
      // The server starts in this very folder, whose name Java may be unable to spell.
      arguments.addAll(List.of("--module-path", "."));
    }
    return arguments;
  }

  private static boolean isInCurrentFolder(String module) {
    String outermost = module.split("\\.", -1)[0];
    return Files.isRegularFile(Path.of(outermost + ".py")) || Files.isDirectory(Path.of(outermost));
  }
}
