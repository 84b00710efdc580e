package io.universalmiddleware.runtime.rest;

import static io.universalmiddleware.runtime.rest.Requests.proxy;
import static io.universalmiddleware.runtime.rest.Requests.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.policy.PolicyEngine;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthorizationFilterTest {
    private final List<Denial> denials = new ArrayList<>();
    private final List<Input> asked = new ArrayList<>();
    private Decision says = new Decision(Decision.Outcome.ALLOWED, "granted");
    private Optional<NamedResource> named = Optional.of(new NamedResource("view", "{view}:{key}"));

    @Test
    void asksWithWhatTheTokenSays() {
        assertThatCode(() -> filter(token("shop", "ann", "user"))).doesNotThrowAnyException();

        assertThat(asked)
                .containsExactly(new Input("shop", "ann", Set.of("user"), Set.of("read", "write"), "doThings", null));
        assertThat(denials).isEmpty();
    }

    @Test
    void whoIsGrantedSomeIsAskedAboutByTheNameInThePath() {
        says = new Decision(Decision.Outcome.ALLOWED, "granted", true);
        filter(token("shop", "ann", "clerk"));

        assertThat(asked).hasSize(2);
        assertThat(asked.get(1).resource())
                .isEqualTo(new Input.Resource("view", "shop", null, "{key}:a$1:b", Map.of()));
        asked.clear();
        named = Optional.empty();
        filter(token("shop", "ann", "clerk"));
        assertThat(asked).as("of an operation that asks that itself").hasSize(1);
    }

    @Test
    void nobodyIsRefusedUnasked() {
        assertThat(refused(null).status()).isEqualTo(401);
        assertThat(asked).isEmpty();
        assertThat(denials).containsExactly(new Denial("", "", "doThings", "no token", "203.0.113.9"));
    }

    @Test
    void aTokenWithoutATenantIsRefusedUnasked() {
        assertThat(refused(token(null, "ann", "admin")).status()).isEqualTo(403);
        assertThat(refused(token("Not A Tenant", "ann", "admin")).status()).isEqualTo(403);
        assertThat(asked).isEmpty();
    }

    @Test
    void whyIsToldToAdminsAlone() {
        says = new Decision(Decision.Outcome.DENIED, "no role grants it");

        assertThat(refused(token("shop", "ann", "user")).detail()).isNull();
        Problem told = refused(token("shop", "sam", "admin"));
        assertThat(told.status()).isEqualTo(403);
        assertThat(told.detail()).isEqualTo("doThings: no role grants it.");
        assertThat(denials).extracting(Denial::actor).containsExactly("shop/ann", "shop/sam");
    }

    @Test
    void whatCannotBeDecidedIsDenied() {
        says = Decision.failed("the policy server did not answer in time");

        assertThat(refused(token("shop", "ann", "user")).status()).isEqualTo(503);
    }

    @Test
    void anOperationIsCalledAsItIsDescribedOrByItsMethod() throws NoSuchMethodException {
        assertThat(Operations.of(ThingResource.class, ThingResource.class.getDeclaredMethod("create")))
                .isEqualTo("createThing");
        assertThat(Operations.of(ThingResource.class, ThingResource.class.getDeclaredMethod("list")))
                .isEqualTo("listThings");
    }

    /** A resource. */
    static final class ThingResource {
        @Operation(summary = "Create")
        void create() {}

        @Operation(operationId = "listThings")
        void list() {}
    }

    private Problem refused(@Nullable Principal caller) {
        return catchThrowableOfType(ProblemException.class, () -> filter(caller))
                .problem();
    }

    private void filter(@Nullable Principal caller) {
        PolicyEngine engine = new PolicyEngine() {
            @Override
            public Decision decide(Input input, PolicyData data) {
                asked.add(input);
                return says;
            }

            @Override
            public Optional<Decision> decideAtOnce(Input input, PolicyData data) {
                return Optional.empty();
            }
        };
        Decisions decisions = new Decisions(engine, PolicyData.builtIn("operator"), new SimpleMeterRegistry());
        SecurityContext security =
                proxy(SecurityContext.class, (method, argument) -> method.equals("getUserPrincipal") ? caller : null);
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.putSingle("view", "{key}");
        parameters.putSingle("key", "a$1:b");
        UriInfo path = proxy(UriInfo.class, (method, argument) -> parameters);
        new AuthorizationFilter("doThings", named, decisions, denials::add)
                .filter(proxy(ContainerRequestContext.class, (method, argument) -> switch (method) {
                    case "getSecurityContext" -> security;
                    case "getUriInfo" -> path;
                    case "getHeaderString" -> "X-Forwarded-For".equals(argument) ? "203.0.113.9, 192.0.2.7" : null;
                    default -> throw new UnsupportedOperationException(method);
                }));
    }
}
