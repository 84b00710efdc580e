package io.universalmiddleware.persistence.policy;

import org.jspecify.annotations.Nullable;

/**
 * Policy content is what the author of a version writes.
 *
 * @param note what it is for
 * @param source Rego; null if the policy is the platform's own
 * @param module what the source was compiled to; null if, and only if, the source is
 * @param grants JSON of what roles grant; null if that is the platform's own
 * @param tests JSON of its test cases
 */
@SuppressWarnings("ArrayRecordComponent") // is compared nowhere
public record PolicyContent(
        @Nullable String note,
        @Nullable String source,
        byte @Nullable [] module,
        @Nullable String grants,
        String tests) {}
