package dev.gymbridge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
    name = "gymbridge",
    description = {
      "Deep Q-Networks trained in Java on the real Gymnasium environments.",
      "Without a command: train."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      WatchCommand.class,
      RecordCommand.class,
      EnvsCommand.class,
      ServeCommand.class,
      CheckCommand.class,
      ExportCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      CompareCommand.class,
      ReportCommand.class,
      PresetsCommand.class,
      TuneCommand.class,
      CompletionCommand.class,
    },
    commandListHeading = "%n",
    footer = {
      "",
      "gymbridge COMMAND --help says more, with examples.",
      "Exit codes: 0 done, 1 the run failed, 2 wrong usage, 130 interrupted (after a checkpoint)."
    })
final class GymbridgeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "give a command, such as train");
  }
}
