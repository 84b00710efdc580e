package io.universalmiddleware.cache.pushing;

import io.universalmiddleware.cache.redis.ViewPush;
import io.universalmiddleware.cache.view.ViewValue;
import java.time.Instant;

/**
 * A push that waits.
 *
 * @param epoch of the cache when its row was read from PostgreSQL
 * @param readAt when that was, in nanoseconds of this JVM
 * @param owner who is told when Redis has it
 */
record Waiting(Push push, String epoch, long readAt, Owner owner) {

    /** The same, with the row as it is now. */
    Waiting reread(ViewValue value, Instant changedAt, String now, long at) {
        if (push instanceof Push.OfView row) {
            ViewPush current =
                    new ViewPush(row.view().ref(), value, changedAt, row.view().tags());
            return new Waiting(new Push.OfView(current, row.command(), row.since(), row.again()), now, at, owner);
        }
        throw new IllegalStateException("only a row can be read again");
    }
}
