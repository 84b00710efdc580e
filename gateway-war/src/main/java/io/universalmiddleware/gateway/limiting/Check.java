package io.universalmiddleware.gateway.limiting;

import java.util.function.Consumer;

/**
 * A check is one request that waits for a decision, or so many that were lent and are given back.
 *
 * @param keys where it is counted, in the order of the limits
 * @param want how many more are to be lent if it passes, 0 to {@value Lending#MOST}; below zero, how many are given back
 * @param since when what is given back was lent, in Redis's milliseconds; else 0
 * @param then is told the answer once, on the event loop that asked; nothing of what is given back
 */
record Check(LimitSet limits, String[] keys, int want, long since, Consumer<Answer> then) {

    boolean givesBack() {
        return want < 0;
    }
}
