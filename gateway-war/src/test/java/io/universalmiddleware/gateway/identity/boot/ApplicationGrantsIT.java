package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.atOnce;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.form;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.text;
import static io.universalmiddleware.gateway.identity.provider.ProviderParts.basic;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Made;
import io.universalmiddleware.gateway.identity.administration.ApplicationChange;
import io.universalmiddleware.gateway.identity.administration.Edit;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What applications were let in to: prolonged, and ended. */
@ExtendWith(Backends.class)
class ApplicationGrantsIT {
    private ApplicationsFixture fixture;
    private Application application;
    private Live ann;
    private Map<String, Object> first;

    @BeforeEach
    void begin(PostgresBackend postgres) {
        fixture = new ApplicationsFixture(postgres);
        application = fixture.application("shop", false, "openid", "email", "offline_access")
                .client();
        ann = fixture.loggedIn("ann@example.org");
        first = fixture.exchange(application, fixture.code(application, ann));
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void aRefreshTokenCountsOnceAndEndsTheGrantIfItComesTwice() {
        Map<String, Object> second = refreshed(first);

        assertThat(second).containsKeys("access_token", "id_token", "refresh_token");
        assertThat(ApplicationsFixture.claims(second, "id_token").getClaim("nonce"))
                .isNull();
        assertThat(fixture.counts(second)).isTrue();
        assertThat(error(refreshed(first))).isEqualTo("invalid_grant");
        assertThat(fixture.counts(second)).isFalse();
        assertThat(error(refreshed(second))).isEqualTo("invalid_grant");
        assertThat(fixture.identity.<String>one("SELECT reason FROM audit WHERE action = 'end-application-grant'"
                        + " AND subject = 'applications/" + application.client().id() + "'"))
                .isEqualTo("by reuse of a refresh token");
        assertThat(fixture.identity.<List<?>>sessions(s -> s.alive(ann.account().id())))
                .as("the user's own session goes on")
                .hasSize(1);
    }

    @Test
    void ofFiftyRefreshesAtOnceOneSucceedsAtMostAndTheGrantEnds() {
        List<Map<String, Object>> answers = atOnce(50, () -> refreshed(first));

        List<Map<String, Object>> given = answers.stream()
                .filter(answer -> answer.containsKey("access_token"))
                .toList();
        assertThat(given).hasSizeLessThanOrEqualTo(1);
        assertThat(fixture.counts(first)).isFalse();
        given.forEach(answer -> assertThat(error(refreshed(answer))).isEqualTo("invalid_grant"));
    }

    @Test
    void scopesMayBeFewerAndNeverMore() {
        Object token = first.get("refresh_token");

        assertThat(error(fixture.refresh(application, token, "scope", "openid profile")))
                .isEqualTo("invalid_scope");
        Map<String, Object> narrower = fixture.refresh(application, token, "scope", "email");

        assertThat(narrower).containsEntry("scope", "email").doesNotContainKey("id_token");
        assertThat(text(refreshed(narrower), "scope")).isEqualTo("email offline_access openid");
    }

    @Test
    void anotherApplicationsRefreshTokenIsNone() {
        Application other =
                fixture.application("other", false, "openid", "offline_access").client();

        assertThat(error(fixture.refresh(other, first.get("refresh_token")))).isEqualTo("invalid_grant");
        assertThat(refreshed(first)).containsKey("access_token");
    }

    @Test
    void clientsOfAnotherTenantGetAndEndNothingOfIt() {
        TenantId elsewhere = new TenantId("other");
        Made<Application> server = fixture.application(
                elsewhere, "server", true, ApplicationsFixture.CALLBACK, "openid", "offline_access");
        Application other = fixture.application(
                        elsewhere, "shop", false, ApplicationsFixture.CALLBACK, "openid", "offline_access")
                .client();
        String access = text(first, "access_token");
        String refresh = text(first, "refresh_token");
        String shown = basic(
                server.client().client().id(),
                Objects.requireNonNull(server.secret()).text());

        assertThat(error(fixture.exchange(other, fixture.code(application, ann))))
                .isEqualTo("invalid_grant");
        assertThat(error(fixture.refresh(other, refresh))).isEqualTo("invalid_grant");
        assertThat(fixture.clients.provider.introspect(shown, form("token", access)))
                .doesNotContainEntry("active", true);
        revoke(other, access);
        revoke(other, refresh);
        fixture.clients.provider.revoke(shown, form("token", access));

        assertThat(fixture.counts(first)).isTrue();
        assertThat(refreshed(first)).containsKey("access_token");
    }

    @Test
    void theSessionGoesOnWithItsApplicationsAndTheyEndWithIt() {
        for (int i = 0; i < 3; i++) {
            fixture.identity.clock.advance(fixture.identity.settings.idle().minusMinutes(1));
            first = refreshed(first);
        }
        assertThat(first).containsKey("access_token");

        fixture.identity.clock.advance(fixture.identity.settings.idle());

        assertThat(error(refreshed(first))).isEqualTo("invalid_grant");
    }

    @Test
    void withOneOfItsTokensTheWholeGrantEnds() {
        Map<String, Object> beside = fixture.exchange(application, fixture.code(application, ann));

        revoke(application, text(first, "refresh_token"));
        assertThat(fixture.counts(first)).isFalse();
        assertThat(fixture.counts(beside)).isTrue();

        revoke(fixture.application("other", false, "openid").client(), text(beside, "access_token"));
        assertThat(fixture.counts(beside)).isTrue();
        revoke(application, text(beside, "access_token"));
        assertThat(fixture.counts(beside)).isFalse();
        assertThat(error(refreshed(beside))).isEqualTo("invalid_grant");
    }

    @Test
    void anApplicationThatMayLessLosesWhatItHas() {
        change(new ApplicationChange(null, List.of("https://app.example.org/bye"), null, null));
        assertThat(fixture.counts(first)).isTrue();

        change(new ApplicationChange(null, null, Set.of("openid", "offline_access"), null));

        assertThat(fixture.counts(first)).isFalse();
        assertThat(error(refreshed(first))).isEqualTo("invalid_grant");
        String code = fixture.code(application, ann);
        change(new ApplicationChange(null, null, null, true));
        assertThat(error(fixture.exchange(application, code))).isEqualTo("invalid_client");
    }

    @Test
    void anApplicationIsNoServiceAccount() {
        UUID id = application.client().id();

        assertThat(fixture.clients.<List<RegisteredClient>>administering(
                        (c, kind) -> c.list(kind, IdentityFixture.TENANT, null, 10)))
                .isEmpty();
        assertThat(fixture.clients.<Optional<?>>administering((c, kind) -> c.find(kind, id, null)))
                .isEmpty();
        assertThat(fixture.clients.<Optional<?>>administering((c, kind) ->
                        c.rotate(kind, ClientsFixture.edit(id), Duration.ZERO, fixture.identity.clock.instant())))
                .isEmpty();
        assertThat(fixture.clients.<Boolean>administering(
                        (c, kind) -> c.remove(kind, ClientsFixture.edit(id), fixture.identity.clock.instant())))
                .isFalse();
        assertThat(fixture.clients.<List<Application>>applications(
                        (a, kind) -> a.list(kind, IdentityFixture.TENANT, null, 10)))
                .containsExactly(application);
        assertThat(fixture.clients.<Boolean>applications((a, kind) -> a.remove(
                        kind, new Edit(ClientsFixture.ADMIN, id, "other", null), fixture.identity.clock.instant())))
                .isFalse();
        assertThat(fixture.clients.<Boolean>applications(
                        (a, kind) -> a.remove(kind, ClientsFixture.edit(id), fixture.identity.clock.instant())))
                .isTrue();
        assertThat(fixture.counts(first)).isFalse();
    }

    @Test
    void aResourceOfTheTenantAsksWhatAnAccessTokenIs() {
        var shop = fixture.clients.client("api", Set.of(), Set.of());

        Map<String, Object> told = fixture.clients.provider.introspect(
                basic(shop.client().id(), Objects.requireNonNull(shop.secret()).text()),
                form("token", text(first, "access_token")));

        assertThat(told)
                .containsEntry("active", true)
                .containsEntry("client_id", application.client().id().toString())
                .containsEntry("scope", "email offline_access openid");
    }

    @Test
    void whatIsOfNoUseAnyMoreIsRemoved() {
        revoke(application, text(first, "refresh_token"));
        fixture.identity.clock.advance(Duration.ofDays(2));

        fixture.identity.tidy(fixture.identity.settings);

        assertThat(fixture.identity.<Long>one("SELECT (SELECT count(*) FROM application_grant)"
                        + " + (SELECT count(*) FROM authorization_code)"
                        + " + (SELECT count(*) FROM application_refresh_token)"))
                .isZero();
    }

    private Map<String, Object> refreshed(Map<String, Object> before) {
        return fixture.refresh(application, before.get("refresh_token"));
    }

    private void change(ApplicationChange change) {
        assertThat(fixture.clients.<Optional<Application>>applications((a, kind) -> a.change(
                        kind,
                        ClientsFixture.edit(application.client().id()),
                        change::of,
                        fixture.identity.clock.instant())))
                .isPresent();
    }

    private void revoke(Application by, String token) {
        assertThat(fixture.clients.provider.revoke(
                        null, form("client_id", by.client().id().toString(), "token", token)))
                .isEmpty();
    }

    private static String error(Map<String, Object> answer) {
        return text(answer, "error");
    }
}
