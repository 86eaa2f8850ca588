package dev.gymbridge.dqn;

import java.util.SplittableRandom;

/**
 * Independent random streams by name, all from one seed: drawing more from one changes no other.
 *
 * @param seed of the run
 */
record RandomStreams(long seed) {
  /** The stream of a name; the same name gives the same numbers again. */
  RandomStream stream(String name) {
    return new RandomStream(mix(name));
  }

  /** A seed for something that makes its own random numbers, in [0, 2^31). */
  long seedFor(String name) {
    return mix(name) >>> 33;
  }

  private long mix(String name) {
    // FNV-1a over the name, then two rounds of a SplittableRandom to spread neighbouring seeds.
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ hash).nextLong();
  }
}
