package dev.gymbridge.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What makes a shell complete commands, options and their values. */
@Command(
    name = "completion",
    description = "Prints a script that makes the shell complete commands and options.",
    footer = {
      "",
      "Examples:",
      "  source <(gymbridge completion bash)",
      "  gymbridge completion zsh > ~/.gymbridge-completion  # source it in .zshrc"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {
  /** A shell that is known. */
  enum Shell {
    BASH,
    ZSH;

    /** As the command line writes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @SuppressWarnings("UnusedVariable") // one script serves both; the name is checked and completed
  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "bash or zsh (default: ${DEFAULT-VALUE}).")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    System.out.print(AutoComplete.bash("gymbridge", spec.root().commandLine()));
  }
}
