package dev.gymbridge.dqn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listeners of a run. */
final class Audience {
  private final List<TrainingListener> listeners = new ArrayList<>();

  void add(TrainingListener listener) {
    listeners.add(listener);
  }

  /** Why one of them wants the training to end; null if none does. */
  @Nullable String stopReason() {
    for (TrainingListener listener : listeners) {
      String reason = listener.stopReason();
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  void tell(Consumer<TrainingListener> event) {
    listeners.forEach(event);
  }
}
