package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.CLIENT;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.factor.TimeCode;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.token.Identity;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which tokens suffice for a sensitive act (RFC 9470). */
@ExtendWith(Backends.class)
class StepUpIT {
    private static final String ANN = "ann@example.org";

    private IdentityFixture fixture;
    private FactorFixture factors;
    private TestNode node;
    private SteppingUp steppingUp;
    private Live first;
    private CurrentUser user;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        node = fixture.node();
        factors = new FactorFixture(fixture);
        steppingUp = factors.steppingUp();
        factors.account(ANN);
        first = FactorFixture.in(fixture.logIn(TENANT, ANN, PASSWORD));
        user = FactorFixture.user(first);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whoHasNoSecondFactorIsNotAskedForIt() {
        fixture.clock.advance(Duration.ofHours(5));

        assertThatCode(() -> steppingUp.require(token(node.issue(first)))).doesNotThrowAnyException();
    }

    @Test
    void aTokenOfNoAccountIsNotAskedForIt() {
        assertThatCode(() -> steppingUp.require(new Token(Map.of("sub", "olga", "tenant", "acme"))))
                .doesNotThrowAnyException();
        assertThatCode(() -> steppingUp.require(new Token(Map.of("sub", "olga", "sid", "1", Identity.OWN, true))))
                .doesNotThrowAnyException();
    }

    @Test
    void anApplicationIsNeverTakenForItsUser() {
        JsonWebToken lent = new Token(Map.of(
                "sub",
                first.account().id().toString(),
                "sid",
                first.session().id().toString(),
                "application",
                "0198c0de-0000-7000-8000-000000000000",
                Identity.OWN,
                true));

        assertThat(CurrentUser.find(lent)).isEmpty();
        assertThat(catchThrowableOfType(ProblemException.class, () -> steppingUp.require(lent))
                        .problem()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void oneFactorDoesNotSufficeAndTheAnswerSaysWhatDoes() {
        enrolled();

        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> steppingUp.require(token(node.issue(first))));

        assertThat(refused.problem().status()).isEqualTo(401);
        assertThat(refused.members())
                .containsEntry("acr_values", "https://universalmiddleware.io/acr/two-factors")
                .containsEntry("max_age", 900L);
        assertThat(refused.challenge().orElseThrow())
                .startsWith("Bearer error=\"insufficient_user_authentication\", ")
                .endsWith("acr_values=\"https://universalmiddleware.io/acr/two-factors\", max_age=\"900\"");
    }

    @Test
    void twoFactorsSufficeForAQuarterOfAnHourAndAgainOnceACodeWasShown() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP);
        Proved proved =
                factors.enrolling(e -> e.prove(user, new Shown.Code(factors.code(secret, 0)), CLIENT.address()));
        JsonWebToken fresh =
                token(node.access.issue(proved.account(), proved.session()).orElseThrow());
        steppingUp.require(fresh);

        fixture.clock.advance(Duration.ofMinutes(15));
        steppingUp.require(fresh);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(catchThrowableOfType(ProblemException.class, () -> steppingUp.require(fresh)))
                .isNotNull();

        Proved again = factors.enrolling(e -> e.prove(user, new Shown.Code(factors.code(secret, 0)), CLIENT.address()));
        steppingUp.require(
                token(node.access.issue(again.account(), again.session()).orElseThrow()));
    }

    @Test
    void theSessionsNextTokensSaySoToo() {
        enrolled();

        Live next = fixture.refresh(first).orElseThrow();

        steppingUp.require(token(node.issue(next)));
    }

    @Test
    void aWrongCodeAndASessionThatHasEndedChangeNothing() {
        Secret secret = enrolled();
        assertThat(catchThrowableOfType(
                                ProblemException.class,
                                () -> factors.enrolling(
                                        e -> e.prove(user, new Shown.Code(factors.code(secret, 0)), CLIENT.address())))
                        .problem()
                        .status())
                .as("used")
                .isEqualTo(401);
        fixture.sessions(s -> s.endAll(user.account(), null, "user"));
        fixture.clock.advance(TimeCode.STEP);

        assertThat(catchThrowableOfType(
                        ProblemException.class,
                        () -> factors.enrolling(
                                e -> e.prove(user, new Shown.Code(factors.code(secret, 0)), CLIENT.address()))))
                .isNotNull();
    }

    /** The session that confirms it is of two factors from then on; tokens of before are not. */
    private Secret enrolled() {
        return factors.enrolled(user);
    }

    private static JsonWebToken token(String text) {
        try {
            JWTClaimsSet claims = SignedJWT.parse(text).getJWTClaimsSet();
            return new Token(Map.of(
                    "sub",
                    claims.getSubject(),
                    "sid",
                    claims.getClaim("sid"),
                    Identity.OWN,
                    true,
                    "acr",
                    claims.getClaim("acr"),
                    "auth_time",
                    claims.getClaim("auth_time")));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A verified token as the resources get it. */
    private record Token(Map<String, Object> claims) implements JsonWebToken {
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
