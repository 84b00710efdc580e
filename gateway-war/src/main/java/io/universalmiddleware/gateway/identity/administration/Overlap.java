package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** For how long the secret before counts beside a new one. */
@Schema(name = "Overlap", description = "For how long the secret before counts too.")
public record Overlap(
        @Schema(
                description = "Such as 1h; 90 days at most. Without it the secret before ends at once.",
                implementation = String.class)
        Duration overlap) {
    private static final Duration MOST = Duration.ofDays(90);

    static Overlap read(Section in) {
        return new Overlap(in.duration("overlap", Duration.ZERO, Duration.ZERO, MOST));
    }
}
