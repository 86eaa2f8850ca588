package dev.gymbridge.run;

import dev.gymbridge.remote.BridgeServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** Environments of the real server, over a lane: numbers, and pictures. */
@Tag("thorough")
final class InterruptedRunIT extends InterruptedRunContract {
  @AutoClose private static final BridgeServer SERVER = BridgeServer.start();

  @Override
  Stream<Subject> subjects() {
    return Stream.of(
        new Subject("numbers", "CartPole-v1", SERVER.connection(), Learners.PLAIN),
        new Subject(
            "stacked pictures", STACKED.id(), SERVER.connection(), STACKED, Learners.PICTURES));
  }
}
