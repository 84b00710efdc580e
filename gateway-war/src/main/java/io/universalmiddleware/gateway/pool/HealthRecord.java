package io.universalmiddleware.gateway.pool;

/** What active checks know of one target. Touched under its pool's lock only. */
final class HealthRecord {
    boolean asked;
    boolean asking;
    int inARow;
    boolean lastSucceeded;
    long dueNanos;

    /**
     * Takes a result.
     *
     * @return whether the target's state is to become what the result says
     */
    boolean took(boolean success, boolean isDown, HealthConfig rules) {
        inARow = asked && success == lastSucceeded ? inARow + 1 : 1;
        boolean first = !asked;
        asked = true;
        lastSucceeded = success;
        if (success) {
            return isDown && inARow >= rules.healthy();
        }
        return !isDown && (first || inARow >= rules.unhealthy());
    }
}
