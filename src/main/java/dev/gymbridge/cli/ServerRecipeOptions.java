package dev.gymbridge.cli;

import dev.gymbridge.remote.wire.Vectorization;
import dev.gymbridge.run.ServerRecipe;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an environment needs of its server, which is kept in a run. */
final class ServerRecipeOptions {
  /** Not {@code minigrid >= 2}. */
  private static final Pattern TWO_NAMES = Pattern.compile("^[\\w.-]+(\\[.*])?\\s+[\\w.]");

  @Option(
      names = "--server-extras",
      paramLabel = "NAME",
      split = ",",
      description =
          "Optional parts to install with the server of this machine, such as box2d or atari.")
  private List<String> extras = List.of();

  @Option(
      names = "--server-packages",
      paramLabel = "NAME",
      split = ",",
      description =
          "What pip is to install into the environment of the server of this machine, such as"
              + " minigrid. What a run was trained with is kept in it.")
  private List<String> packages = List.of();

  @Option(
      names = "--server-python",
      paramLabel = "PATH",
      description =
          "A Python that has the server's packages already, used as it is; nothing is installed.")
  private @Nullable String python;

  @Option(
      names = "--vectorization",
      paramLabel = "HOW",
      description =
          "How the server steps several environments: sync, async or native (the environment's own)"
              + " (default: native where there is one, else sync).")
  private @Nullable VectorizationChoice vectorization;

  /** How a vector is stepped, in the words of the command line. */
  enum VectorizationChoice {
    SYNC(Vectorization.SYNC),
    ASYNC(Vectorization.ASYNC),
    NATIVE(Vectorization.VECTOR_ENTRY_POINT);

    private final Vectorization vectorization;

    VectorizationChoice(Vectorization vectorization) {
      this.vectorization = vectorization;
    }

    /** As the command line writes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is kept of these options in a run; of what is not said here the run's own holds. */
  ServerRecipe recipe(ServerRecipe kept) {
    return new ServerRecipe(
        vectorization == null ? kept.vectorization() : vectorization.toString(),
        extras.isEmpty() ? kept.extras() : extras,
        requirements(packages.isEmpty() ? kept.packages() : packages),
        python == null ? kept.python() : python);
  }

  /** What pip takes each for: it would tell only once the server's environment is made. */
  private static List<String> requirements(List<String> packages) {
    for (String each : packages) {
      if (each.isBlank() || each.startsWith("-") || TWO_NAMES.matcher(each).find()) {
        throw new UsageException(
            "--server-packages takes what pip installs, with commas between, such as"
                + " minigrid,highway-env; got \"%s\"".formatted(each));
      }
    }
    return packages;
  }

  /** How a vector is stepped; empty where the server is to decide. */
  static Optional<Vectorization> vectorization(ServerRecipe recipe) {
    return Optional.ofNullable(recipe.vectorization())
        .map(how -> VectorizationChoice.valueOf(how.toUpperCase(Locale.ROOT)).vectorization);
  }

  /**
   * Refuses what cannot be installed: another machine's server.
   *
   * @throws UsageException if anything of it is said
   */
  void requireNothingToInstall() {
    if (!extras.isEmpty() || !packages.isEmpty() || python != null) {
      throw new UsageException(
          "--server-extras, --server-packages and --server-python are for the server of this"
              + " machine; with --server, install where that server runs");
    }
  }

  /**
   * Refuses to install into a Python that is used as it is.
   *
   * @throws UsageException if that is asked for
   */
  static void requireInstallable(ServerRecipe recipe) {
    if (recipe.python() != null && !(recipe.extras().isEmpty() && recipe.packages().isEmpty())) {
      throw new UsageException(
          "--server-python is used as it is; install into it with pip, and leave out --server-extras"
              + " and --server-packages");
    }
  }
}
