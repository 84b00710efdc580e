package io.universalmiddleware.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.persistence.policy.ListedVersion;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.persistence.policy.PolicyVersion;
import io.universalmiddleware.persistence.policy.PolicyVersion.Written;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A version, as it is told. */
@Schema(name = "PolicyVersion", description = "A version of the policy.")
public record PolicyTold(
        @Schema(description = "From 1.") long version,

        @Schema(description = "draft; active; or superseded, which was active once and can be again.")
        String state,

        @Nullable String note,

        @Schema(description = "Rego; absent if the policy is the platform's own, and in lists.") @Nullable
        String source,

        @Schema(description = "SHA-256 of the compiled policy, in hexadecimal; absent if it is the platform's own.")
        @Nullable
        String module,

        @Schema(
                implementation = Object.class,
                description = "What roles grant; absent if that is the platform's own, and in lists.")
        @Nullable
        JsonNode grants,

        @Schema(implementation = Object.class, description = "The test cases; absent in lists.") @Nullable
        JsonNode tests,

        Instant createdAt,
        String createdBy,
        Instant changedAt,
        String changedBy,

        @Schema(description = "When it was active first; absent for a draft.") @Nullable
        Instant firstActiveAt) {

    /** Versions, last first. */
    @Schema(name = "PolicyVersionPage", description = "Versions, last first.")
    public record Page(
            @Schema(description = "The version that is active; 0 is the policy that comes with the platform.")
            long active,

            List<PolicyTold> items,

            @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
            String nextCursor) {}

    static PolicyTold whole(StoringPolicies.Kept kept) {
        PolicyVersion policy = kept.policy();
        PolicyContent content = policy.content();
        @Nullable String grants = content.grants();
        return of(
                new ListedVersion(policy.version(), content.note(), Summary.digest(content.module()), policy.written()),
                kept.active(),
                content.source(),
                grants == null ? null : Draft.json(grants),
                Draft.json(content.tests()));
    }

    static PolicyTold brief(ListedVersion listed, long active) {
        return of(listed, active, null, null, null);
    }

    private static PolicyTold of(
            ListedVersion listed,
            long active,
            @Nullable String source,
            @Nullable JsonNode grants,
            @Nullable JsonNode tests) {
        Written written = listed.written();
        return new PolicyTold(
                listed.version(),
                listed.version() == active ? "active" : written.isDraft() ? "draft" : "superseded",
                listed.note(),
                source,
                listed.moduleDigest(),
                grants,
                tests,
                written.createdAt(),
                written.createdBy(),
                written.changedAt(),
                written.changedBy(),
                written.firstActiveAt());
    }
}
