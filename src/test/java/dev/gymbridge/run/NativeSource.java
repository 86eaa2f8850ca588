package dev.gymbridge.run;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.classic.NativeEnvironments;

/** The JVM's environments; how vectors of them are made is a subclass's. */
abstract class NativeSource implements EnvironmentSource {
  final EnvironmentSource natives = new NativeEnvironments();

  @Override
  public final Environment make(EnvironmentOptions options) {
    return natives.make(options);
  }

  @Override
  public final void close() {
    natives.close();
  }
}
