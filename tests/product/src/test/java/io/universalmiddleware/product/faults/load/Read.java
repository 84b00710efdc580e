package io.universalmiddleware.product.faults.load;

import java.time.Duration;
import java.time.Instant;

/**
 * A view as it was read once.
 *
 * @param status of the answer; 0 if none came
 * @param withToken whether it had to be as new as a command
 * @param tooEarly whether it was told to come again, since that command was still under way
 */
public record Read(String node, Instant at, Duration took, int status, boolean withToken, boolean tooEarly) {

    public boolean failed() {
        return status != 200 && status != 404 && !tooEarly;
    }
}
