package dev.gymbridge.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps what libraries log off the console unless something is wrong. */
final class Logging {
  // Held, since a logger that nobody holds forgets its level.
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OWN = Logger.getLogger("dev.gymbridge");

  private Logging() {}

  static void quieten() {
    ROOT.setLevel(Level.SEVERE);
    OWN.setLevel(Level.WARNING);
  }
}
