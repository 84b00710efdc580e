package io.universalmiddleware.gateway.identity.external.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.account.Tenants;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin;
import io.universalmiddleware.gateway.identity.external.login.FinishingLink;
import io.universalmiddleware.gateway.identity.external.login.FinishingLogin;
import io.universalmiddleware.gateway.identity.external.login.Identifying.Brought;
import io.universalmiddleware.gateway.identity.external.login.LinkingIdentities;
import io.universalmiddleware.gateway.identity.rest.Guard;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.TokenSettings;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An address that attempts too much gets no provider asked, and nothing written. */
class PatienceTest {
    private static final String ADDRESS = "192.0.2.1";
    private static final String ANSWER = "{\"login\":\"l\",\"code\":\"c\",\"state\":\"s\"}";

    private final List<String> done = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @Test
    void itBeginsNoLinkAndConfirmsNone() {
        IdentityResource resource = new IdentityResource(
                new Beginning(), new Linking(), new LinkingIdentities() {}, new Recent(), new Full(), new AnnsToken());

        assertThat(status(() -> resource.link(body("{\"provider\":\"corporate\",\"redirect_uri\":\"u\"}"), headers())))
                .isEqualTo(429);
        assertThat(status(() -> resource.confirm(body(ANSWER), headers()))).isEqualTo(429);
        assertThat(done).isEmpty();
        assertThat(asked).containsExactly(ADDRESS, ADDRESS);
    }

    @Test
    void itFinishesNoLogin() {
        ProviderLoginResource resource =
                new ProviderLoginResource(new Beginning(), new Finishing(), new Acme(), new Full(), tokens());

        assertThat(status(() -> resource.finish(body(ANSWER), headers()))).isEqualTo(429);
        assertThat(done).isEmpty();
        assertThat(asked).containsExactly(ADDRESS);
    }

    private static AccessTokens tokens() {
        KeyRing none = new KeyRing(new Sealing(new byte[32]));
        TokenSettings settings = new TokenSettings("um", Set.of("um"), List.of(), Optional.empty());
        return new AccessTokens(none, settings, Duration.ofMinutes(5), Clock.systemUTC());
    }

    private static int status(ThrowingCallable call) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        return refused == null ? 200 : refused.problem().status();
    }

    private static InputStream body(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Those of a request that the edge sent on. */
    private static HttpHeaders headers() {
        return (HttpHeaders) Proxy.newProxyInstance(
                HttpHeaders.class.getClassLoader(),
                new Class<?>[] {HttpHeaders.class},
                (proxy, method, arguments) -> "X-Forwarded-For".equals(arguments[0]) ? ADDRESS : null);
    }

    /** Whose attempts are used up. */
    private final class Full extends Guard {
        @Override
        public void requireReady() {}

        @Override
        public void requirePatience(String address) {
            asked.add(address);
            throw new ProblemException(Problem.of(ProblemType.TOO_MANY_REQUESTS, "Later."));
        }
    }

    private final class Beginning extends BeginningLogin {
        @Override
        public Begun begin(TenantId tenant, String provider, String redirectUri, @Nullable UUID account) {
            done.add("begin");
            throw new IllegalStateException();
        }
    }

    private final class Linking extends FinishingLink {
        @Override
        public LinkedIdentity finish(UUID account, Brought brought) {
            done.add("link");
            throw new IllegalStateException();
        }
    }

    private final class Finishing extends FinishingLogin {
        @Override
        public Outcome finish(Brought brought) {
            done.add("log in");
            throw new IllegalStateException();
        }
    }

    private static final class Recent extends SteppingUp {
        @Override
        public void requireRecent(JsonWebToken token) {}
    }

    private static final class Acme extends Tenants {
        @Override
        public TenantId named(@Nullable String name) {
            return new TenantId("acme");
        }
    }

    /** Of a session of hers. */
    private static final class AnnsToken implements JsonWebToken {
        private final Map<String, Object> claims = Map.of(
                "sub",
                UUID.randomUUID().toString(),
                "sid",
                UUID.randomUUID().toString(),
                "tenant",
                "acme",
                Identity.OWN,
                true);

        @Override
        public String getName() {
            return "ann";
        }

        @Override
        public Set<String> getClaimNames() {
            return claims.keySet();
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
        public <T> T getClaim(String name) {
            return (T) claims.get(name);
        }
    }
}
