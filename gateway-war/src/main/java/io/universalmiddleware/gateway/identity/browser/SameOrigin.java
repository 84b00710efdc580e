package io.universalmiddleware.gateway.identity.browser;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a cookie lets happen for the platform's own pages. What a request says of where it comes from no page can make a browser
 * change: {@code Sec-Fetch-Site}, else {@code Origin}. One that says neither is refused.
 *
 * @param site {@code Sec-Fetch-Site}
 * @param origin {@code Origin}
 * @param protocol {@code X-Forwarded-Proto}, which the edge writes
 * @param host {@code X-Forwarded-Host}, which the edge writes
 */
public record SameOrigin(
        @Nullable String site,
        @Nullable String origin,
        @Nullable String protocol,
        @Nullable String host) {

    /** What a request says of it. */
    public static SameOrigin of(UnaryOperator<@Nullable String> field) {
        return new SameOrigin(
                field.apply("Sec-Fetch-Site"),
                field.apply("Origin"),
                field.apply("X-Forwarded-Proto"),
                field.apply("X-Forwarded-Host"));
    }

    /** @throws ProblemException 403 if it is not, or nobody knows */
    public void require() {
        if (!holds()) {
            throw new ProblemException(Problem.of(
                    ProblemType.FORBIDDEN, "The request comes from another site, or does not say from where."));
        }
    }

    /** Whether the request comes from a page of the host that it goes to. */
    public boolean holds() {
        if (site != null) {
            return site.equals("same-origin");
        }
        return origin != null && host != null && protocol != null && origin.equals(protocol + "://" + host);
    }
}
