package dev.gymbridge.env.conformance;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Value;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Several environments at once, and a close that comes from another thread. */
final class ConcurrencyChecks {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ConcurrencyChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "concurrency.interleaved",
            "Environments that are stepped in turn do not influence each other.",
            "keep the state and the generator in the environment, not in static fields",
            ConcurrencyChecks::interleaved),
        new Check(
            "concurrency.two-threads",
            "Environments of one source that are stepped by a thread each do not influence each"
                + " other.",
            "keep the state and the generator in the environment, not in static fields",
            ConcurrencyChecks::twoThreads),
        new Check(
            "concurrency.close-while-stepping",
            "A close from another thread ends a thread that steps: neither hangs, and the steps end"
                + " with EnvironmentException.",
            "let close release whoever waits for a step",
            ConcurrencyChecks::closeWhileStepping));
  }

  private static void interleaved(Trial trial) {
    trial.requireDeterministic();
    List<Value> actions = trial.actions(0);
    long seed = trial.seed();
    Transcript one = Transcript.play(trial.make(), seed, actions);
    Transcript other = Transcript.play(trial.make(), seed + 1, actions);
    Environment first = trial.make();
    Environment second = trial.make();
    Transcript firstInTurn = new Transcript();
    Transcript secondInTurn = new Transcript();
    firstInTurn.add("reset(" + seed + ")", first.reset(seed));
    secondInTurn.add("reset(" + (seed + 1) + ")", second.reset(seed + 1));
    for (int i = 0; i < actions.size(); i++) {
      firstInTurn.go(first, actions.subList(i, i + 1));
      secondInTurn.go(second, actions.subList(i, i + 1));
    }
    Transcript.requireSame("stepped in turn with another", one, firstInTurn);
    Transcript.requireSame("stepped in turn with another", other, secondInTurn);
  }

  private static void twoThreads(Trial trial) throws Exception {
    trial.requireDeterministic();
    List<Value> actions = trial.actions(0);
    long seed = trial.seed();
    Transcript one = Transcript.play(trial.make(), seed, actions);
    Transcript other = Transcript.play(trial.make(), seed + 1, actions);
    Environment first = trial.make();
    Environment second = trial.make();
    CountDownLatch both = new CountDownLatch(2);
    FutureTask<Transcript> firstTask = start(both, () -> Transcript.play(first, seed, actions));
    FutureTask<Transcript> secondTask =
        start(both, () -> Transcript.play(second, seed + 1, actions));
    Transcript.requireSame("beside another thread", one, end(firstTask, "the first thread"));
    Transcript.requireSame("beside another thread", other, end(secondTask, "the second thread"));
  }

  private static FutureTask<Transcript> start(CountDownLatch both, Callable<Transcript> play) {
    return start(
        () -> {
          both.countDown();
          both.await();
          return play.call();
        });
  }

  private static <T> FutureTask<T> start(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(future, "gymbridge-conformance-second");
    thread.setDaemon(true);
    thread.start();
    return future;
  }

  private static <T> T end(FutureTask<T> task, String what) throws Exception {
    try {
      return task.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new CheckFailure(
          what + " does not end", "an end within " + PATIENCE.toSeconds() + " s", "none");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException raised ? raised : e;
    }
  }

  private static void closeWhileStepping(Trial trial) throws Exception {
    Environment environment = trial.make();
    environment.reset(trial.seed());
    List<Value> actions = trial.actions(0);
    CountDownLatch stepping = new CountDownLatch(3);
    FutureTask<RuntimeException> stepper =
        start(() -> stepUntilItRaises(environment, actions, stepping));
    if (!stepping.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new CheckFailure(
          "3 steps take too long", "at most " + PATIENCE.toSeconds() + " s", "more");
    }
    FutureTask<Boolean> closer =
        start(
            () -> {
              environment.close();
              return true;
            });
    end(closer, "close from another thread");
    RuntimeException raised = end(stepper, "the thread that steps while another closes");
    if (!(raised instanceof EnvironmentException)) {
      throw new CheckFailure(
          "the step that was under way raised something else",
          "EnvironmentException",
          Expect.describe(raised));
    }
  }

  private static RuntimeException stepUntilItRaises(
      Environment environment, List<Value> actions, CountDownLatch stepping) {
    try {
      for (int i = 0; ; i = (i + 1) % actions.size()) {
        StepResult result = environment.step(actions.get(i));
        if (result.ended()) {
          environment.reset();
        }
        stepping.countDown();
        if (Thread.currentThread().isInterrupted()) {
          return new IllegalStateException("it steps on after it was closed");
        }
      }
    } catch (RuntimeException e) {
      return e;
    }
  }
}
