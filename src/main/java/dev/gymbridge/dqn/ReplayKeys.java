package dev.gymbridge.dqn;

/** What is remembered and replayed; the keys of {@link DqnConfig#replay}. */
public record ReplayKeys(
    @Key(value = "transitions in the replay buffer", atLeast = 1) int bufferCapacity,
    @Key(
            value = "gradient steps are taken while the buffer holds more transitions than this",
            atLeast = 0)
        int learningStarts) {}
