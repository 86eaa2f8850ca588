package dev.gymbridge.dqn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The listeners of a run. */
final class Audience {
  private final List<TrainingListener> listeners = new ArrayList<>();

  void add(TrainingListener listener) {
    listeners.add(listener);
  }

  void tell(Consumer<TrainingListener> event) {
    listeners.forEach(event);
  }
}
