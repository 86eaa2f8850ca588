package dev.gymbridge.env.conformance;

import java.util.function.Supplier;

/** One requirement, ready to be checked on one environment. */
public final class ConformanceCheck {
  private final Check check;
  private final Supplier<CheckResult> run;

  ConformanceCheck(Check check, Supplier<CheckResult> run) {
    this.check = check;
    this.run = run;
  }

  /** Such as {@code seeding.same-seed-same-start}: what it is about, then what is required. */
  public String id() {
    return check.id();
  }

  /** What it is about: the part of the id before the dot. */
  public String subject() {
    return check.id().substring(0, check.id().indexOf('.'));
  }

  /** What an environment must do, in one sentence. */
  public String requirement() {
    return check.requirement();
  }

  /** Checks it, within the time limit; throws nothing. */
  public CheckResult run() {
    return run.get();
  }

  @Override
  public String toString() {
    return id();
  }
}
