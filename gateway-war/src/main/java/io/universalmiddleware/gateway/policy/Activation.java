package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.persistence.policy.DecidingNode;
import io.universalmiddleware.persistence.policy.PolicyActivation;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** That a version is active from then on: who, when, what for. */
@Schema(name = "PolicyActivation", description = "That a version is active from then on.")
public record Activation(
        @Schema(description = "From 1, without gaps. The last holds.")
        long number,

        @Schema(description = "0 is the policy that comes with the platform.")
        long version,

        Instant at,
        @Schema(description = "Who: tenant/user.") String actor,
        @Nullable String note) {

    private static final int LONGEST_NOTE = 500;

    /** What is asked for. */
    @Schema(name = "PolicyActivationRequest", description = "What is asked for.")
    public record Request(
            @Schema(required = true, description = "The version that is active: if another is, nothing is done.")
            long replaces,

            @Schema(description = "What for, at most 500 characters.") @Nullable
            String note) {

        static Request read(Section in) {
            if (!in.has("replaces")) {
                in.violation("replaces", "is required");
            }
            @Nullable String note = in.text("note");
            if (note != null && note.length() > LONGEST_NOTE) {
                in.violation("note", "expected at most " + LONGEST_NOTE + " characters");
            }
            return new Request(in.whole("replaces", 0, 0, Long.MAX_VALUE), note);
        }
    }

    /** Activations, last first. */
    @Schema(name = "PolicyActivationPage", description = "Activations, last first.")
    public record Page(
            List<Activation> items,

            @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
            String nextCursor) {}

    /** A process. */
    @Schema(name = "PolicyNode", description = "A process, and the activation by which it decides.")
    public record Node(
            String node,

            @Schema(description = "0 is the policy that comes with the platform, -1 none: it denies everything.")
            long activation,

            @Schema(description = "Why it does not decide by the last one, if it refused that.") @Nullable
            String problem,

            @Schema(description = "When it last said so.") Instant at,

            @Schema(description = "Whether that was in the last ten seconds.")
            boolean live) {

        static Node of(DecidingNode node) {
            return new Node(node.node(), node.activation(), node.problem(), node.at(), node.live());
        }
    }

    /** All processes. */
    @Schema(name = "PolicyNodes", description = "Every process.")
    public record Nodes(
            @Schema(description = "The last activation; 0 before the first.")
            long activation,

            List<Node> nodes) {}

    static Activation of(PolicyActivation kept) {
        return new Activation(kept.number(), kept.version(), kept.at(), kept.actor(), kept.note());
    }
}
