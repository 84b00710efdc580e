package io.universalmiddleware.persistence.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy activation says that a version is active from then on.
 *
 * @param number from 1, without gaps
 * @param version 0 for the policy that comes with the platform
 */
public record PolicyActivation(
        long number,
        long version,
        Instant at,
        String actor,
        @Nullable String note) {}
