package io.universalmiddleware.gateway.identity.authorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.provider.OAuthException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a user is shown where a page cannot be. */
class PageServletTest {
    @Test
    void aMalformedRequestIsToldWhatIsWrongWithIt() throws IOException {
        WrittenPage page = shown(new OAuthException(OAuthException.Code.INVALID_REQUEST, "The state is too <long>."));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("The state is too &lt;long&gt;.");
    }

    @Test
    void aRefusalIsSaidByItsStatusAndNothingElseOfIt() throws IOException {
        for (ProblemType type : new ProblemType[] {ProblemType.FORBIDDEN, ProblemType.CONFLICT}) {
            WrittenPage page = shown(refusal(type));

            assertThat(page.status()).isEqualTo(type.status());
            assertThat(page.body()).contains("Please try again later.").doesNotContain("for the log", "Too many");
            assertThat(page.field("Retry-After")).isNull();
        }
    }

    @Test
    void whoTriesTooOftenIsToldSo() throws IOException {
        WrittenPage page = shown(refusal(ProblemType.TOO_MANY_REQUESTS));

        assertThat(page.status()).isEqualTo(429);
        assertThat(page.body()).contains("Too many attempts: please wait a while.");
    }

    @Test
    void whereAStoreIsAwayItMayBeTriedAgainAtOnce() throws IOException {
        WrittenPage page = shown(refusal(ProblemType.UNAVAILABLE));

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.field("Retry-After")).isEqualTo("1");
    }

    @Test
    void everyRefusalIsAPageThatNobodyKeepsOrFrames() throws IOException {
        WrittenPage page = shown(refusal(ProblemType.FORBIDDEN));

        assertThat(page.field("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.field("Cache-Control")).isEqualTo("no-store");
        assertThat(page.field("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
    }

    @Test
    void aFaultIsNoRefusal() {
        assertThatThrownBy(() -> shown(new IllegalStateException("a fault"))).hasMessage("a fault");
    }

    private static ProblemException refusal(ProblemType type) {
        return new ProblemException(Problem.of(type, "for the log"));
    }

    private static WrittenPage shown(RuntimeException thrown) throws IOException {
        WrittenPage page = new WrittenPage();
        PageServlet.shown(page.response(), () -> {
            throw thrown;
        });
        return page;
    }
}
