package dev.gymbridge.env.conformance;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentRaisedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs checks, each on a thread of its own and within the time limit. */
final class CheckRunner {
  /** Without this one no other makes sense. */
  static final Check MAKING =
      new Check(
          "making.succeeds",
          "The environment can be made, with a spec and spaces.",
          "read the message: it says what is missing or wrong",
          trial -> {
            trial.spec();
            trial.make();
          });

  private static final int MOST_HANGING = 2;
  private static final String RAISED_MEND = "mend the code of the environment that raised it";

  /** What a check that was interrupted gets to clean up. */
  private static final Duration LAST_MOMENT = Duration.ofSeconds(2);

  private final Subject subject;
  private @Nullable CheckResult making;
  private int hanging;

  /** The check that said first why an environment could not be made, by what it said. */
  private final Map<String, Check> unmade = new ConcurrentHashMap<>();

  CheckRunner(Subject subject) {
    this.subject = subject;
  }

  /** Throws nothing. */
  CheckResult run(Check check) {
    CheckResult made = making;
    if (made == null) {
      made = timed(MAKING);
      making = made;
    }
    if (check.equals(MAKING)) {
      return made;
    }
    if (made.outcome() == Outcome.FAILED) {
      return unchecked(check, "the environment could not be made; see " + MAKING.id());
    }
    return hanging >= MOST_HANGING
        ? unchecked(check, MOST_HANGING + " checks hung, so no other was tried")
        : timed(check);
  }

  private static CheckResult unchecked(Check check, String reason) {
    return new CheckResult(
        check.id(), check.requirement(), Outcome.SKIPPED, reason, "", "", "", Duration.ZERO);
  }

  private CheckResult timed(Check check) {
    long start = System.nanoTime();
    FutureTask<@Nullable Throwable> task = new FutureTask<>(() -> outcome(check));
    Thread thread = new Thread(task, "gymbridge-conformance");
    thread.setDaemon(true); // It may hang in code that nobody can end.
    thread.start();
    Throwable problem;
    try {
      problem = task.get(subject.limits().timeLimit().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      problem = hung(thread);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      problem = Unchecked.skipped("interrupted");
    } catch (ExecutionException e) {
      problem = e.getCause();
    }
    return result(check, problem, Duration.ofNanos(System.nanoTime() - start));
  }

  /** What ended the check early; null when it passed. */
  private @Nullable Throwable outcome(Check check) {
    Throwable problem = null;
    Trial trial = new Trial(subject);
    try {
      check.body().run(trial);
    } catch (EnvironmentException e) {
      problem = saidOnce(check, e);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      problem = e;
    }
    try {
      trial.close();
    } catch (RuntimeException e) {
      // What went wrong first says more.
      problem = problem == null || problem instanceof Unchecked ? e : problem;
    }
    return problem;
  }

  /**
   * Why an environment could not be made is the failure of the first check that met it: the others
   * were not tried for it. What differs in numbers alone is the same.
   */
  private Throwable saidOnce(Check check, EnvironmentException problem) {
    String reason = Expect.describe(problem).replaceAll("[0-9]+", "0");
    if (subject.isOfMaking(problem)) {
      unmade.putIfAbsent(reason, check);
    }
    Check first = unmade.get(reason);
    if (first == null) {
      return problem;
    }
    if (!first.equals(check)) {
      return Unchecked.skipped("no other environment could be made; see " + first.id());
    }
    return new CheckFailure(
        "it could not be made", "an environment", Expect.describe(problem), mendOf(check, problem));
  }

  private static String mendOf(Check check, EnvironmentException problem) {
    if (!check.equals(MAKING)) {
      return MAKING.mend() + "; what can exist only once can be trained, but checked no further";
    }
    return problem instanceof EnvironmentRaisedException ? RAISED_MEND : MAKING.mend();
  }

  private CheckFailure hung(Thread thread) {
    hanging++;
    String where =
        Arrays.stream(thread.getStackTrace())
            .filter(frame -> !frame.getClassName().startsWith("java."))
            .filter(frame -> !frame.getClassName().startsWith("jdk."))
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse("code of the JDK");
    thread.interrupt();
    try {
      thread.join(LAST_MOMENT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new CheckFailure(
        "the check did not end: the environment hangs, or is too slow for the time limit",
        "an end within " + subject.limits().timeLimit().toMillis() / 1000.0 + " s",
        "still in " + where);
  }

  private static CheckResult result(Check check, @Nullable Throwable problem, Duration duration) {
    if (problem instanceof Unchecked unchecked) {
      return new CheckResult(
          check.id(),
          check.requirement(),
          unchecked.outcome(),
          String.valueOf(unchecked.getMessage()),
          "",
          "",
          "",
          duration);
    }
    Outcome outcome = problem == null ? Outcome.PASSED : Outcome.FAILED;
    String message = "";
    String expected = "";
    String actual = "";
    String mend = problem == null ? "" : check.mend();
    if (problem instanceof CheckFailure failure) {
      mend = failure.mend().orElse(mend);
      message = String.valueOf(failure.getMessage());
      expected = failure.expected();
      actual = failure.actual();
    } else if (problem != null) {
      message = "it raised where it must not";
      expected = "no exception";
      actual = Expect.describe(problem);
      // What mends the check's own matter mends no failing code of the environment's.
      mend = problem instanceof EnvironmentRaisedException ? RAISED_MEND : mend;
    }
    return new CheckResult(
        check.id(), check.requirement(), outcome, message, expected, actual, mend, duration);
  }
}
