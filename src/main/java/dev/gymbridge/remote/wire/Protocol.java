package dev.gymbridge.remote.wire;

/**
 * The protocol of this client.
 *
 * @apiNote For the rooms of {@code remote}; a user reads {@code
 *     EnvironmentServer.PROTOCOL_VERSION}.
 */
public final class Protocol {
  /** The version that is spoken. */
  public static final int VERSION = 1;

  private Protocol() {}
}
