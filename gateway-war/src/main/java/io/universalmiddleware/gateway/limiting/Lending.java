package io.universalmiddleware.gateway.limiting;

import org.jspecify.annotations.Nullable;

/**
 * A lending is so many requests that Redis has counted in advance, for one event loop to let pass by itself.
 *
 * <p>There is one at a time for requests that the same limits count at the same keys. It is of the size of what was asked lately, and
 * what is left of it when a whole tick has passed is given back.
 */
final class Lending {
    /** Lent at once. */
    static final int MOST = 1_000;

    private @Nullable Answer answer;
    private int left;
    private boolean old;
    private boolean asking;
    /** Requests in this tick. */
    private int now;
    /** Requests in the ticks before, the last of which weighs half, the one before that a quarter, and so on. */
    private int before;

    /** Lets a request pass; null if nothing is left. */
    @Nullable
    Decision use() {
        if (left == 0 || answer == null) {
            return null;
        }
        now++;
        left--;
        Decision lent = answer.decision();
        return new Decision(
                lent.limit(), lent.remaining() - (answer.lent() - left), lent.resetMillis(), 0, Decision.Source.LENT);
    }

    /** How many are to be asked for with a request that must ask: as many as there were lately, none if they are on their way. */
    int want() {
        int want = asking ? 0 : Math.min(MOST, Math.max(now, before));
        now++;
        asking |= want > 0;
        return want;
    }

    /** Takes the answer to the request that wanted some. */
    void answered(Answer given) {
        asking = false;
        answer = given;
        left = given.lent();
        old = false;
    }

    /** When it was lent, in Redis's milliseconds. */
    long since() {
        return answer == null ? 0 : answer.at();
    }

    /** Ends a tick. How many are to be given back. */
    int tick() {
        before = (before + now) / 2;
        now = 0;
        int unused = old ? left : 0;
        left -= unused;
        old = true;
        return unused;
    }

    boolean isIdle() {
        return before == 0 && left == 0 && !asking;
    }
}
