package dev.gymbridge.dqn;

/** How often a random action is taken; the keys of {@link DqnConfig#exploration}. */
public record ExplorationKeys(
    @Key(value = "exploration rate at the start", atLeast = 0, atMost = 1) double epsilonStart,
    @Key(value = "exploration rate after the decay", atLeast = 0, atMost = 1) double epsilonEnd,
    @Key("over which the exploration rate falls") Span epsilonDecay,
    @Key("how it falls: in a straight line, along a cosine, or the faster the higher it stands")
        Curve epsilonCurve,
    @Key(
            value =
                "env steps for which a random action is repeated at most; 1 for none (Dabney et al."
                    + " 2021)",
            atLeast = 1)
        int epsilonRepeat) {}
