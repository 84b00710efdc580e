package io.universalmiddleware.runtime.rest;

import static io.universalmiddleware.runtime.rest.Requests.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.Violation;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteParametersFilterTest {
    @Test
    void letsPassWhatTheMethodTakes() {
        assertThatCode(() -> filter()).doesNotThrowAnyException();
        assertThatCode(() -> filter("note", "dryRun")).doesNotThrowAnyException();
    }

    @Test
    void namesAllThatItDoesNot() {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> filter("dryrun", "note", "body"));

        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("dryrun", "body");
    }

    void put(@QueryParam("dryRun") String dryRun, @QueryParam("note") String note, String body) {}

    private static void filter(String... names) throws NoSuchMethodException {
        MultivaluedHashMap<String, String> query = new MultivaluedHashMap<>();
        for (String name : names) {
            query.add(name, "true");
        }
        UriInfo uri = proxy(
                UriInfo.class,
                (method, argument) -> Map.of("getQueryParameters", query).get(method));
        new WriteParametersFilter(WriteParametersFilterTest.class.getDeclaredMethod(
                        "put", String.class, String.class, String.class))
                .filter(proxy(ContainerRequestContext.class, (method, argument) -> uri));
    }
}
