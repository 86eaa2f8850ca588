package dev.gymbridge.remote.session;

import java.time.Duration;

/**
 * How long the client waits for each kind of reply before it gives the session up. Those to make,
 * reset and step count one environment.
 *
 * @param connect for the first answer of a server
 * @param make for an environment to be made
 * @param reset for an episode to start
 * @param step for a step or a picture
 * @param close for an environment to close
 * @param outage for a server that is gone to be back, before what it stepped is given up
 */
public record TimeLimits(
    Duration connect,
    Duration make,
    Duration reset,
    Duration step,
    Duration close,
    Duration outage) {
  /**
   * 10 s to connect, 120 s to make, 60 s to reset, step or render, 5 s to close, 60 s of outage.
   * Where the server gives itself longer, what is left at these values gives way: its own limit
   * tells what hangs.
   */
  public static final TimeLimits DEFAULT =
      new TimeLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(120),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60));

  public TimeLimits {
    requirePositive("connect", connect);
    requirePositive("make", make);
    requirePositive("reset", reset);
    requirePositive("step", step);
    requirePositive("close", close);
    requirePositive("outage", outage);
  }

  private static void requirePositive(String name, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(
          "the time limit \"%s\" must be more than 0 s, got %s"
              .formatted(name, Seconds.text(limit)));
    }
  }

  /** What the server needs, after its own limit is over, to say so. */
  private static final Duration MARGIN = Duration.ofSeconds(15);

  /** The limits of a session with a server that has limits of its own. */
  public TimeLimits givingWayTo(ServerInfo.ServerLimits server) {
    return new TimeLimits(
        connect,
        givingWay(make, DEFAULT.make, server.maxMakeSeconds()),
        givingWay(reset, DEFAULT.reset, server.maxStepSeconds()),
        givingWay(step, DEFAULT.step, server.maxStepSeconds()),
        close,
        outage);
  }

  private static Duration givingWay(Duration limit, Duration usual, double serverSeconds) {
    if (!limit.equals(usual)) {
      return limit;
    }
    Duration longer = Duration.ofMillis((long) (Math.min(serverSeconds, 1e9) * 1e3)).plus(MARGIN);
    return longer.compareTo(limit) > 0 ? longer : limit;
  }

  /** The same for environments that are made, reset and stepped one after another. */
  public TimeLimits times(int environments) {
    return new TimeLimits(
        connect,
        make.multipliedBy(environments),
        reset.multipliedBy(environments),
        step.multipliedBy(environments),
        close,
        outage);
  }

  /** The same with another limit for a step or a picture. */
  public TimeLimits withStep(Duration newStep) {
    return new TimeLimits(connect, make, reset, newStep, close, outage);
  }

  /** The same with another limit for the first answer. */
  public TimeLimits withConnect(Duration newConnect) {
    return new TimeLimits(newConnect, make, reset, step, close, outage);
  }

  /** The same with another limit for making. */
  public TimeLimits withMake(Duration newMake) {
    return new TimeLimits(connect, newMake, reset, step, close, outage);
  }

  /** The same with another limit for a server that is gone to be back. */
  public TimeLimits withOutage(Duration newOutage) {
    return new TimeLimits(connect, make, reset, step, close, newOutage);
  }
}
