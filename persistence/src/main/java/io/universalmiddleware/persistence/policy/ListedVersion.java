package io.universalmiddleware.persistence.policy;

import io.universalmiddleware.persistence.policy.PolicyVersion.Written;
import org.jspecify.annotations.Nullable;

/**
 * A listed version is what a list says of a policy version, read without what it holds.
 *
 * @param note what it is for
 * @param moduleDigest SHA-256 of what its source was compiled to, in hexadecimal; null if the policy is the platform's own
 */
public record ListedVersion(
        long version, @Nullable String note, @Nullable String moduleDigest, Written written) {}
