package dev.gymbridge.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands, handing the interruption to those that can be interrupted. */
final class Commands implements IFactory {
  private final Interruption interruption;

  Commands(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == TrainCommand.class) {
      return type.cast(new TrainCommand(interruption));
    }
    if (type == EvaluateCommand.class) {
      return type.cast(new EvaluateCommand(interruption));
    }
    if (type == CheckCommand.class) {
      return type.cast(new CheckCommand(interruption));
    }
    if (type == WatchCommand.class) {
      return type.cast(new WatchCommand(interruption));
    }
    if (type == RecordCommand.class) {
      return type.cast(new RecordCommand(interruption));
    }
    if (type == TuneCommand.class) {
      return type.cast(new TuneCommand(interruption));
    }
    if (type == OutputOptions.class) {
      return type.cast(new OutputOptions(interruption));
    }
    if (type == ServerOptions.class) {
      return type.cast(new ServerOptions(interruption));
    }
    return CommandLine.defaultFactory().create(type);
  }
}
