package dev.gymbridge.dqn;

import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** What the counters make due, each once: gradient steps, the target network, evaluations. */
final class Dues implements Stateful {
  private final LearningKeys keys;
  private final EvaluationKeys evaluationKeys;
  private final Course course;
  private final Learner learner;
  private final Evaluations evaluations;
  private final Audience audience;

  private Counters settled = Counters.ZERO; // up to which all that was due is done
  private Counters due = Counters.ZERO; // up to which what was due is being done
  private long gradientStepsOwed;

  Dues(
      DqnConfig config,
      Course course,
      Learner learner,
      Evaluations evaluations,
      Audience audience) {
    keys = config.learning();
    evaluationKeys = config.evaluation();
    this.course = course;
    this.learner = learner;
    this.evaluations = evaluations;
    this.audience = audience;
  }

  /** How far the run is. */
  Counters counters() {
    return new Counters(course.envSteps(), learner.gradientSteps(), course.episodes());
  }

  /** Whether what the last step made due is done, or owed by the next. */
  boolean areSettled() {
    return settled.envSteps() == course.envSteps();
  }

  /** Takes the gradient steps that are owed; those that are left where it is asked to stop stay. */
  void learn(BooleanSupplier stopRequested) {
    while (gradientStepsOwed > 0 && !stopRequested.getAsBoolean()) {
      gradientStepsOwed -= learner.learn(course.fractionDone());
    }
  }

  /**
   * Does what became due since it was last settled. Where it is asked to stop, learning stays owed
   * and so does all that follows it, until the run is resumed; an evaluation, until it was played.
   *
   * @return whether all is settled but an evaluation that is owed
   */
  boolean settle(BooleanSupplier stopRequested) {
    Counters before = settled;
    boolean learnsLater = keys.learnWhileStepping();
    if (learnsLater || gradientStepsOwed == 0) {
      due = counters();
      if (learner.isReady()) {
        gradientStepsOwed +=
            keys.trainPeriod().multiplesBetween(before, due) * keys.gradientSteps();
      }
    }
    Counters now = due;
    if (!learnsLater) {
      learn(stopRequested);
      if (gradientStepsOwed > 0) {
        return false;
      }
    }
    settled = now;
    if (keys.targetUpdatePeriod().multiplesBetween(before, now) > 0) {
      learner.updateTarget();
      TargetSynced event =
          new TargetSynced(now.envSteps(), learner.gradientSteps(), now.episodes());
      audience.tell(listener -> listener.onTargetSynced(event));
    }
    Span evaluationPeriod = evaluationKeys.evaluationPeriod();
    if (evaluationPeriod != null && evaluationPeriod.multiplesBetween(before, now) > 0) {
      evaluations
          .becomeDue(now.envSteps(), course.finished())
          .ifPresent(event -> audience.tell(listener -> listener.onEvaluationLeftOut(event)));
    }
    return true;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    settled.write(out);
    due.write(out);
    out.writeLong(gradientStepsOwed);
  }

  @Override
  public void read(DataInput in) throws IOException {
    settled = Counters.read(in);
    due = Counters.read(in);
    gradientStepsOwed = in.readLong();
  }
}
