package io.universalmiddleware.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.persistence.policy.PolicyVersion;
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
        PolicyContent content = kept.policy().content();
        @Nullable String grants = content.grants();
        return of(kept, content.source(), grants == null ? null : Draft.json(grants), Draft.json(content.tests()));
    }

    static PolicyTold brief(StoringPolicies.Kept kept) {
        return of(kept, null, null, null);
    }

    private static PolicyTold of(
            StoringPolicies.Kept kept, @Nullable String source, @Nullable JsonNode grants, @Nullable JsonNode tests) {
        PolicyVersion policy = kept.policy();
        return new PolicyTold(
                policy.version(),
                policy.version() == kept.active() ? "active" : policy.isDraft() ? "draft" : "superseded",
                policy.content().note(),
                source,
                Summary.digest(policy.content().module()),
                grants,
                tests,
                policy.written().createdAt(),
                policy.written().createdBy(),
                policy.written().changedAt(),
                policy.written().changedBy(),
                policy.written().firstActiveAt());
    }
}
