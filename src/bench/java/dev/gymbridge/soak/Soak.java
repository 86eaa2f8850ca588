package dev.gymbridge.soak;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bridge at full speed with sessions that come and go, for as long as one likes: does anything
 * grow?
 *
 * <p>Two threads step, each its own sessions of a thousand steps: one a single environment, one a
 * vector of 64. A line of {@link Footprint} is printed every tenth of the time. Arguments: {@code
 * lane} or {@code stream}, and the seconds.
 */
public final class Soak {
  private static final EnvironmentOptions CART_POLE = EnvironmentOptions.of("CartPole-v1");
  private static final int STEPS_A_SESSION = 1_000;
  private static final int LINES = 10;

  private final EnvironmentSource source;
  private final long end;
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong steps = new AtomicLong();

  private Soak(EnvironmentSource source, Duration time) {
    this.source = source;
    this.end = System.nanoTime() + time.toNanos();
  }

  public static void main(String[] arguments) throws InterruptedException {
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
    ConnectionOptions connection =
        arguments[0].equals("lane")
            ? ConnectionOptions.DEFAULT
            : ConnectionOptions.DEFAULT.withoutLane();
    try (LocalServer server =
        LocalServer.start(LocalServerOptions.DEFAULT.withConnection(connection))) {
      new Soak(server, time).run(time, server.pid());
    }
    System.out.println("closed              " + Footprint.ofThisJvm().text());
  }

  private void run(Duration time, long server) throws InterruptedException {
    Thread single = new Thread(() -> whileTime(this::singleSession), "soak-single");
    Thread vector = new Thread(() -> whileTime(this::vectorSession), "soak-vector");
    single.start();
    vector.start();
    for (int line = 1; line <= LINES && (single.isAlive() || vector.isAlive()); line++) {
      Thread.sleep(time.toMillis() / LINES);
      System.out.printf(
          "%5d s %6d sessions %10d env steps  %s; server %s%n",
          time.toSeconds() * line / LINES,
          sessions.get(),
          steps.get(),
          Footprint.ofThisJvm().text(),
          Footprint.ofFamily(server).text());
    }
    single.join();
    vector.join();
    System.gc();
    Thread.sleep(2_000); // for the processes of the last sessions to end
    System.out.println("idle                " + Footprint.ofFamily(server).text());
  }

  private void whileTime(Runnable session) {
    while (System.nanoTime() - end < 0) {
      session.run();
      sessions.incrementAndGet();
    }
  }

  private void singleSession() {
    try (Environment environment = source.make(CART_POLE)) {
      environment.reset(1);
      for (int step = 0; step < STEPS_A_SESSION; step++) {
        StepResult result = environment.step(step % 2);
        if (result.ended()) {
          environment.reset();
        }
      }
      steps.addAndGet(STEPS_A_SESSION);
    }
  }

  private void vectorSession() {
    try (VectorEnvironment environments =
        source.makeVector(CART_POLE, 64, AutoresetMode.NEXT_STEP)) {
      environments.reset(1);
      int[] actions = new int[64];
      for (int step = 0; step < STEPS_A_SESSION; step++) {
        environments.step(actions);
      }
      steps.addAndGet(64 * STEPS_A_SESSION);
    }
  }
}
