package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.backends.openid.OpenIdProvider.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.gateway.identity.external.logout.EndingProviderSessions.Ended;
import io.universalmiddleware.gateway.identity.external.logout.HearingLogouts.Heard;
import io.universalmiddleware.gateway.identity.external.provider.LogoutTokens.Judged.Counts;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.factor.TimeCode;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.ProviderLogout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What ends when a provider says that a session of its own has ended, and what does not. */
@ExtendWith(IdentityFixtures.class)
class BackChannelLogoutIT {
    private static final JWTClaimsSet ANN = user("1", "ann@example.org");

    private final IdentityFixture fixture;
    private final ProviderFixture login;
    private final LogoutFixture logout;

    BackChannelLogoutIT(IdentityFixture fixture, ProviderFixture login) {
        this.fixture = fixture;
        this.login = login;
        logout = new LogoutFixture(fixture, login);
    }

    @Test
    void theSessionsOfTheProvidersOwnSessionEndOnEveryNodeAndNoOthers() {
        TestNode one = fixture.node();
        TestNode other = fixture.node();
        Live ended = logout.begins(ANN, "desk");
        Live kept = logout.begins(ANN, "sofa");
        String access = one.issue(ended);
        String lasting = one.issue(kept);
        assertThat(other.tokens.identify(access)).isPresent();

        assertThat(logout.endsSession("desk")).isInstanceOf(Heard.Over.class);
        one.following.step();
        other.following.step();

        assertThat(one.tokens.identify(access)).isEmpty();
        assertThat(other.tokens.identify(access)).isEmpty();
        assertThat(other.tokens.identify(lasting)).isPresent();
        assertThat(logout.goesOn(kept)).isTrue();
        assertThat(fixture.<String>one("SELECT reason FROM audit WHERE action = 'end-session' AND subject = 'sessions/"
                        + ended.session().id() + "'"))
                .isEqualTo("by back-channel");
    }

    @Test
    void aLogoutOfAUserEndsAllThatTheProviderLetThemInTo() {
        Live desk = logout.begins(ANN, "desk");
        Live sofa = logout.begins(ANN, "sofa");
        Live bobs = logout.begins(user("2", "bob@example.org"), "bobs");
        Live byPassword = fixture.begin(desk.account());

        assertThat(logout.hear(logout.token(told -> told.subject("1")))).isInstanceOf(Heard.Over.class);

        assertThat(Stream.of(desk, sofa).filter(logout::goesOn)).isEmpty();
        assertThat(logout.goesOn(bobs)).isTrue();
        assertThat(logout.goesOn(byPassword)).as("no provider let it in").isTrue();
    }

    @Test
    void aSessionThatIsNamedWithItsUserIsOfThatUserAlone() {
        Live anns = logout.begins(ANN, "shared");
        Live bobs = logout.begins(user("2", "bob@example.org"), "shared");

        logout.hear(logout.token(told -> told.subject("1").claim("sid", "shared")));

        assertThat(logout.goesOn(anns)).isFalse();
        assertThat(logout.goesOn(bobs)).isTrue();
    }

    @Test
    void whatAnotherProviderLetInGoesOn() {
        Live live = logout.begins(ANN, "desk");

        Ended ended = logout.ending()
                .end(new Counts(new ProviderLogout(UUID.randomUUID(), login.provider.issuer(), "1", "desk"), "jti"));

        assertThat(ended).isInstanceOf(Ended.Over.class);
        assertThat(logout.goesOn(live)).isTrue();
    }

    @Test
    void aTokenCountsOnceOnWhateverNodesAndManyAtOnce() {
        String token = logout.token(told -> told.claim("sid", "desk"));

        ExecutorService threads = Executors.newFixedThreadPool(8);
        long over = Stream.generate(() -> CompletableFuture.supplyAsync(() -> logout.hear(token), threads))
                .limit(8)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .filter(Heard.Over.class::isInstance)
                .count();
        threads.shutdown();
        Live later = logout.begins(ANN, "desk");

        assertThat(over).isEqualTo(1);
        assertThat(logout.hear(token)).isInstanceOf(Heard.Refused.class);
        assertThat(logout.goesOn(later)).isTrue();
    }

    @Test
    void aLoginThatWaitsForTheSecondFactorEndsTooAndOneThatWaitedIsKnown() {
        FactorFixture factors = new FactorFixture(fixture);
        login.link(factors.account("ann@example.org").id(), ANN);
        Secret secret = factors.enrolled(factors.user("ann@example.org"));
        String waits = challenge("desk");
        String next = challenge("sofa");
        logout.endsSession("desk");
        fixture.clock.advance(TimeCode.STEP);

        assertThat(factors.answer(waits, new Shown.Code(factors.code(secret, 0))))
                .isInstanceOf(Outcome.Wrong.class);
        Live live = FactorFixture.in(factors.answer(next, new Shown.Code(factors.code(secret, 0))));
        logout.endsSession("sofa");

        assertThat(logout.goesOn(live)).isFalse();
    }

    @Test
    void whatIsKeptIsSealedAndGoesWithTheSession() {
        logout.begins(ANN, "desk");
        byte[] kept = fixture.one("SELECT id_token FROM provider_session");
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContainPattern("eyJ[\\w-]{10}");
        fixture.tidy(fixture.settings);
        assertThat(fixture.<Long>one("SELECT count(*) FROM provider_session")).isEqualTo(1);

        logout.endsSession("desk");
        fixture.tidy(fixture.settings);
        assertThat(fixture.<Long>one("SELECT count(*) FROM provider_session")).isZero();
        assertThat(fixture.<Long>one("SELECT count(*) FROM heard_logout"))
                .as("the token might come again")
                .isEqualTo(1);
        fixture.clock.advance(Duration.ofMinutes(8));
        fixture.tidy(fixture.settings);
        assertThat(fixture.<Long>one("SELECT count(*) FROM heard_logout")).isZero();
    }

    @Test
    void aProviderThatIsOffEndsNothing() {
        Live live = logout.begins(ANN, "desk");
        login.configured(Map.of("enabled", false));

        assertThat(logout.endsSession("desk")).isInstanceOf(Heard.Refused.class);
        assertThat(logout.goesOn(live)).isTrue();
    }

    private String challenge(String sid) {
        JWTClaimsSet told = new JWTClaimsSet.Builder(ANN).claim("sid", sid).build();
        return ((Outcome.Challenged) login.logIn(told)).challenge().text();
    }
}
