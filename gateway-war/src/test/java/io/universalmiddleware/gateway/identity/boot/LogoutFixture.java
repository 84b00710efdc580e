package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.CLIENT;

import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.backends.openid.OpenIdProvider;
import io.universalmiddleware.gateway.identity.external.logout.EndingProviderSessions;
import io.universalmiddleware.gateway.identity.external.logout.EndingSessions;
import io.universalmiddleware.gateway.identity.external.logout.HearingLogouts;
import io.universalmiddleware.gateway.identity.external.logout.HearingLogouts.Heard;
import io.universalmiddleware.gateway.identity.external.logout.LoggingOut;
import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl;
import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl.Left;
import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl.Return;
import io.universalmiddleware.gateway.identity.external.provider.LogoutTokens;
import io.universalmiddleware.gateway.identity.external.provider.LogoutTokens.Judged.Counts;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.HeardLogoutRepository;
import io.universalmiddleware.persistence.identity.ProviderSessionRepository;
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Logouts at the provider of a {@link ProviderFixture}. */
record LogoutFixture(IdentityFixture fixture, ProviderFixture login) {

    /** A session that the provider lets the user in to, out of one of its own. */
    Live begins(JWTClaimsSet user, String sid) {
        return FactorFixture.in(
                login.logIn(new JWTClaimsSet.Builder(user).claim("sid", sid).build()));
    }

    /** A token that counts once the test has said whose logout it is. */
    String token(UnaryOperator<JWTClaimsSet.Builder> logout) {
        return OpenIdProvider.logoutToken(claims(logout));
    }

    JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> logout) {
        return logout.apply(login.provider.logout(fixture.clock.instant())).build();
    }

    /** The provider tells of a session of its own that has ended. */
    Heard endsSession(String sid) {
        return hear(token(told -> told.claim("sid", sid)));
    }

    Heard hear(String token) {
        return hear(login.id.toString(), token);
    }

    Heard hear(String provider, String token) {
        return new HearingLogouts(
                        login.registrations(),
                        new LogoutTokens(login.asking, fixture.clock),
                        ending(),
                        fixture.attemptsOfTheirOwn(),
                        fixture.denials)
                .hear(provider, token, CLIENT);
    }

    /** Each logout a transaction of its own. */
    EndingProviderSessions ending() {
        return new EndingProviderSessions() {
            @Override
            public Ended end(Counts logout) {
                return fixture.inTransaction(u -> new EndingProviderSessions(
                                new AttemptRepository(u.session()),
                                new HeardLogoutRepository(u.session()),
                                new ProviderSessionRepository(u.session()),
                                u.sessions(),
                                fixture.clock)
                        .end(logout));
            }
        };
    }

    /** Logs out by the session's refresh token: where to send the browser. */
    Optional<URI> logsOut(Live live, Return back) {
        return loggingOut().byToken(live.refresh().text(), back);
    }

    /** Each logout a transaction of its own. */
    LoggingOut loggingOut() {
        EndingSessions each = new EndingSessions() {
            @Override
            public Optional<Left> byToken(String token, Return back) {
                return fixture.inTransaction(u -> of(u).byToken(token, back));
            }

            @Override
            public Optional<Left> byCookie(String secret, Return back) {
                return fixture.inTransaction(u -> of(u).byCookie(secret, back));
            }
        };
        return new LoggingOut(each, new EndSessionUrl(login.asking));
    }

    private EndingSessions of(UseCases each) {
        return new EndingSessions(each.sessions(), each.browsers(), each.providerSessions(), login.registrations());
    }

    boolean goesOn(Live live) {
        return fixture.sessions(s -> s.alive(live.account().id())).stream()
                .anyMatch(session -> session.id().equals(live.session().id()));
    }
}
