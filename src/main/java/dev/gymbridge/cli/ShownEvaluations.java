package dev.gymbridge.cli;

import dev.gymbridge.dqn.EvaluationFinished;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.env.Environment;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.ShownEpisode;
import dev.gymbridge.run.TrainedAgent;
import org.jspecify.annotations.Nullable;

/**
 * Shows the agent in a window after every K-th evaluation, for one greedy episode on an environment
 * of its own: the run waits for it, and is the same to the byte. Closing the window ends the
 * showing, not the run.
 */
final class ShownEvaluations implements TrainingListener, AutoCloseable {
  private final int every;
  private final Recipe recipe;
  private final RunDirectory run;
  private final ServerOptions.Opened opened;
  private final QNetwork network;
  private final Interruption interruption;
  private final Resources resources = new Resources();
  private @Nullable Stage stage;
  private int evaluations;

  /** Where it is shown, and what. */
  private record Stage(EpisodeWindow window, ShownEpisode episode) {}

  /**
   * Shows nothing yet.
   *
   * @param every the K-th evaluations of this sitting; 0 for none
   */
  ShownEvaluations(
      int every,
      Recipe recipe,
      RunDirectory run,
      ServerOptions.Opened opened,
      QNetwork network,
      Interruption interruption) {
    this.every = every;
    this.recipe = recipe;
    this.run = run;
    this.opened = opened;
    this.network = network;
    this.interruption = interruption;
  }

  @Override
  public void onEvaluation(EvaluationFinished event) {
    if (every == 0 || ++evaluations % every != 0 || interruption.requested()) {
      return;
    }
    if (stage == null) {
      stage = stage();
    }
    if (!stage.window.isClosed()) {
      stage.window.begin(evaluations);
      stage.episode.play(EvaluateCommand.DEFAULT_SEED, stage.window::show, interruption::requested);
    }
  }

  private Stage stage() {
    Environment environment =
        resources.add(TrainedAgent.drawnEnvironment(recipe, opened.source(), opened.id()));
    EpisodeWindow window =
        resources.add(new EpisodeWindow(recipe.subject(run), FrameRate.of(environment)));
    interruption.closeOnExit(window);
    return new Stage(window, ShownEpisode.greedy(environment, network, recipe.config()));
  }

  @Override
  public void close() {
    resources.close();
  }
}
