package dev.gymbridge.report;

import dev.gymbridge.dqn.EpisodeFinished;
import dev.gymbridge.dqn.TrainingListener;
import java.util.function.Consumer;

/**
 * What the classic script prints: every 20 episodes a line such as {@code n_episode :20, score :
 * 23.1, n_buffer : 462, eps : 7.9%}, and the TensorBoard scalar {@code score} over episodes.
 *
 * <p>The score is the mean return of these 20 episodes; the exploration rate is that of the last
 * one.
 */
public final class MinimalRlLines implements TrainingListener {
  private static final int PERIOD_EPISODES = 20;

  private final Consumer<String> lines;
  private final TensorBoardLog tensorBoard;
  private double returns; // of the episodes since the last line

  /**
   * Prints lines and logs scores.
   *
   * @param lines takes each line, without its end; such as {@link ConsoleProgress#println}
   * @param tensorBoard takes the scalar; closed by its owner
   */
  public MinimalRlLines(Consumer<String> lines, TensorBoardLog tensorBoard) {
    this.lines = lines;
    this.tensorBoard = tensorBoard;
  }

  @Override
  public void onEarlierEpisode(long episode, double episodeReturn) {
    returns = isLast(episode) ? 0 : returns + episodeReturn;
  }

  private static boolean isLast(long episode) {
    return episode % PERIOD_EPISODES == 0;
  }

  @Override
  public void onEpisode(EpisodeFinished event) {
    returns += event.episodeReturn();
    if (!isLast(event.episode())) {
      return;
    }
    double score = returns / PERIOD_EPISODES;
    lines.accept(
        "n_episode :%s, score : %s, n_buffer : %s, eps : %s%%"
            .formatted(
                event.episode(),
                Numbers.fixed(score, 1),
                event.bufferSize(),
                Numbers.fixed(event.epsilon() * 100, 1)));
    tensorBoard.scalar("score", event.episode(), score);
    returns = 0;
  }
}
