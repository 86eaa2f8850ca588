package dev.gymbridge.run;

import java.util.Optional;

/**
 * An episode of a training, with all that it takes to play it again as it was.
 *
 * @param episode its number, from 1
 * @param seed that it began with
 * @param episodeReturn what it gave
 * @param actions [env steps], counted from 0
 */
@SuppressWarnings("ArrayRecordComponent") // played, compared by nobody
public record RecordedEpisode(long episode, long seed, double episodeReturn, int[] actions) {
  /**
   * Reads an episode of a run.
   *
   * @throws RunDirectoryException if the run has no such episode, or not all that it takes; the
   *     message says what can be shown instead
   */
  public static RecordedEpisode read(RunDirectory run, long episode) {
    ProgressRow row = ProgressRow.read(run, episode);
    if (row.seed().isEmpty()) {
      throw new RunDirectoryException(
          ("episode %d of %s cannot be shown as it was: the environment began it by itself, with a"
                  + " seed that nobody knows; train without --vectorization native")
              .formatted(episode, run));
    }
    long seed = row.seed().getAsLong();
    Optional<int[]> actions = ActionsCsv.read(run.actions(), episode);
    if (actions.isEmpty()) {
      throw new RunDirectoryException(
          ("episode %d of %s cannot be shown as it was: its actions were not recorded, train with"
                  + " --record-actions for that; --seed %d shows what the trained agent does from"
                  + " the same beginning")
              .formatted(episode, run, seed));
    }
    if (actions.get().length != row.length()) {
      throw new RunDirectoryException(
          "%s is damaged: it has %d actions of episode %d, whose length was %d; bring it back from a copy"
              .formatted(run.actions(), actions.get().length, episode, row.length()));
    }
    return new RecordedEpisode(episode, seed, row.episodeReturn(), actions.get());
  }

  /**
   * What a person must know of how it went this time: empty if it went as it was.
   *
   * @param played how it went when all of it was played
   */
  public String difference(ShownEpisode.Result played) {
    if (played.end() == ShownEpisode.End.BY_ITSELF
        && played.length() == actions.length
        && Double.compare(played.episodeReturn(), episodeReturn) == 0) {
      return "";
    }
    return ("the environment does not go again as it went: return %s after %,d env steps, in training"
            + " %s after %,d; it is not deterministic, or another version")
        .formatted(
            CsvNumber.text(played.episodeReturn()),
            played.length(),
            CsvNumber.text(episodeReturn),
            actions.length);
  }
}
