package io.universalmiddleware.gateway.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.universalmiddleware.persistence.analytics.LoggedRequest;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What clients are told of the log. */
final class LogTold {
    private LogTold() {}

    /** A request. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Schema(
            name = "LoggedRequest",
            description = "A request as the log has it; what there is nothing to say of is absent.")
    record Request(
            long id,
            @Schema(description = "When its head had come.") Instant at,
            String tenant,
            @Nullable String route,
            @Nullable String origin,

            @Schema(description = "The origin's target, the last that was tried.") @Nullable
            String target,

            String method,

            @Schema(description = "Canonical, without the query.")
            String path,

            int status,

            @Schema(description = "Milliseconds to the end of the answer.")
            double duration,

            long bytesReceived,
            long bytesSent,

            @Schema(description = "What the cache did.") @Nullable
            String cache,

            @Nullable String user,

            @Schema(description = "The API key's id.") @Nullable
            String key,

            @Schema(description = "The client's address.") String client,
            String requestId,
            String traceId,

            @Schema(description = "Why the edge refused or cut it.") @Nullable
            String reason,

            @Schema(description = "What the client was told of that.") @Nullable
            String detail) {

        static Request of(LoggedRequest of) {
            return new Request(
                    of.seq(),
                    of.at(),
                    of.tenant(),
                    of.route(),
                    of.origin(),
                    of.target(),
                    of.method(),
                    of.path(),
                    of.status(),
                    of.micros() / 1_000.0,
                    of.received(),
                    of.sent(),
                    of.cache(),
                    of.user(),
                    of.key(),
                    of.client(),
                    of.requestId(),
                    of.traceId(),
                    of.reason(),
                    of.detail());
        }
    }

    /** A page. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RequestLogPage", description = "Requests, latest first.")
    record Page(
            List<Request> items,

            @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
            String nextCursor) {}
}
