package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.backends.openid.OpenIdProvider.user;
import static io.universalmiddleware.gateway.identity.boot.FactorFixture.in;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.backends.openid.OpenIdProvider;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin.Begun;
import io.universalmiddleware.gateway.identity.external.provider.NamedUser;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.factor.TimeCode;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import io.universalmiddleware.persistence.identity.UserSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Accounts that are linked to whom a provider knows. */
@ExtendWith(IdentityFixtures.class)
class LinkedIdentitiesIT {
    private static final String ANN = "ann@example.org";

    private final IdentityFixture fixture;
    private final FactorFixture factors;
    private final ProviderFixture login;
    private final Account ann;

    LinkedIdentitiesIT(IdentityFixture fixture, ProviderFixture login) {
        this.fixture = fixture;
        factors = new FactorFixture(fixture);
        this.login = login;
        ann = factors.account(ANN);
    }

    @Test
    void whoLinkedAnIdentityLogsInByIt() {
        LinkedIdentity linked = login.link(ann.id(), user("1", "ann@elsewhere.example"));

        assertThat(in(login.logIn(user("1", "ann@elsewhere.example"))).account().id())
                .isEqualTo(ann.id());
        assertThat(identities(ann)).extracting(LinkedIdentity::id).containsExactly(linked.id());
        assertThat(login.link(ann.id(), user("1", ANN)).id())
                .as("linked already")
                .isEqualTo(linked.id());
        assertThat(factors.audited(ann)).contains("link-identity", "login");
    }

    @Test
    void anIdentityIsOfOneAccount() {
        Account bob = factors.account("bob@example.org");
        login.link(ann.id(), user("1", ANN));

        assertThat(status(() -> login.link(bob.id(), user("1", ANN)))).isEqualTo(409);
        assertThat(identities(bob)).isEmpty();
    }

    @Test
    void whatOneUserBeganNoOtherConfirmsAndNobodyLogsInWith() {
        Account eve = factors.account("eve@example.org");
        Begun eves = login.begin(ProviderFixture.REDIRECT, eve.id());
        Map<String, String> answer = login.provider.logsIn(eves.url(), user("1", ANN));
        assertThat(status(() -> login.confirm(ann.id(), eves.ticket().text(), answer)))
                .isEqualTo(401);

        Begun second = login.begin(ProviderFixture.REDIRECT, eve.id());
        Map<String, String> other = login.provider.logsIn(second.url(), user("1", ANN));
        assertThat(status(() -> login.finish(second.ticket().text(), other))).isEqualTo(401);
        Begun logIn = login.begin();
        Map<String, String> third = login.provider.logsIn(logIn.url(), user("1", ANN));
        assertThat(status(() -> login.confirm(ann.id(), logIn.ticket().text(), third)))
                .isEqualTo(401);
        assertThat(identities(ann)).isEmpty();
    }

    @Test
    void nobodyIsLetInByAnIdentityThatWasUnlinkedNorKeepsItsRoles() {
        login.configured(Map.of("groupsClaim", "groups", "roles", Map.of("Editors", "editor")));
        LinkedIdentity linked = login.link(ann.id(), user("1", ANN));
        Live editor = in(login.logIn(new JWTClaimsSet.Builder(user("1", ANN))
                .claim("groups", List.of("Editors"))
                .build()));
        assertThat(editor.account().roles()).contains("editor");

        assertThat(unlink(ann, linked.id())).isTrue();

        assertThat(fixture.find(ann.id()).orElseThrow().roles()).doesNotContain("editor");
        assertThat(status(() -> login.logIn(user("1", ANN)))).isEqualTo(409);
        assertThat(unlink(ann, linked.id())).isFalse();
        assertThat(factors.audited(ann)).contains("unlink-identity", "change-roles");
    }

    @Test
    void whoUnlinksEndsTheOtherSessionsAndItsOwnerIsWrittenTo() {
        LinkedIdentity linked = login.link(ann.id(), user("1", ANN));
        long letters = letters();
        Live others = in(login.logIn(user("1", ANN)));
        Live own = in(fixture.logIn(TENANT, ANN, PASSWORD));

        login.<Boolean>linking(l -> l.unlink(ann.id(), own.session().id(), linked.id()));

        assertThat(fixture.<List<UserSession>>sessions(s -> s.alive(ann.id())))
                .extracting(UserSession::id)
                .containsExactly(own.session().id())
                .doesNotContain(others.session().id());
        assertThat(letters()).isEqualTo(letters + 1);
    }

    @Test
    void theOwnerIsWrittenToWhenAnIdentityIsLinked() {
        long letters = letters();

        login.link(ann.id(), user("1", ANN));
        assertThat(letters()).isEqualTo(letters + 1);
        login.link(ann.id(), user("1", ANN));
        assertThat(letters()).as("linked already").isEqualTo(letters + 1);
    }

    @Test
    void anIdentityThatIsUnlinkedMeanwhileGivesNothing() {
        login.configured(Map.of("groupsClaim", "groups", "roles", Map.of("Editors", "editor")));
        LinkedIdentity linked = login.link(ann.id(), user("1", ANN));
        ProviderDefinition provider =
                login.registrations(r -> r.find(login.id)).orElseThrow().provider();
        unlink(ann, linked.id());

        NamedUser editor = new NamedUser(linked.issuer(), "1", null, Optional.of(ANN), Set.of("Editors"));
        assertThat(login.<Optional<Account>>linking(l -> l.follow(linked, provider, editor)))
                .isEmpty();
        assertThat(fixture.find(ann.id()).orElseThrow().roles()).doesNotContain("editor");
    }

    @Test
    void whoRegisteredWithAnAddressBeforeItsOwnerKeepsNoIdentityOfIt() {
        login.configured(Map.of("groupsClaim", "groups", "roles", Map.of("Editors", "editor")));
        Account bob = fixture.account("bob@example.org");
        login.link(bob.id(), user("7", "eve@example.org"));
        Live eve = in(login.logIn(new JWTClaimsSet.Builder(user("7", "eve@example.org"))
                .claim("groups", List.of("Editors"))
                .build()));
        assertThat(eve.account().roles()).contains("editor");

        fixture.account("bob@example.org");

        assertThat(identities(bob)).isEmpty();
        assertThat(fixture.find(bob.id()).orElseThrow().roles()).containsExactly("user");
        assertThat(status(() -> login.logIn(user("7", "eve@example.org")))).isEqualTo(403);
    }

    @Test
    void anIdentityIsUnlinkedByItsOwnerAlone() {
        LinkedIdentity linked = login.link(ann.id(), user("1", ANN));
        Account eve = factors.account("eve@example.org");

        assertThat(unlink(eve, linked.id())).isFalse();
        assertThat(unlink(ann, UUID.randomUUID())).isFalse();
        assertThat(identities(ann)).hasSize(1);
    }

    @Test
    void anAccountWithASecondFactorIsAskedForItAndNeverLinkedByItself() {
        login.configured(Map.of("linkByEmail", true));
        Secret secret = factors.enrolled(factors.user(ANN));
        assertThat(status(() -> login.logIn(user("1", ANN)))).isEqualTo(409);
        login.link(ann.id(), user("1", ANN));

        Outcome challenged = login.logIn(user("1", ANN));
        fixture.clock.advance(TimeCode.STEP);
        Live live = in(factors.answer(
                ((Outcome.Challenged) challenged).challenge().text(), new Shown.Code(factors.code(secret, 0))));

        assertThat(live.session().methods()).as("no password was shown").containsExactly("fed", "otp", "mfa");
    }

    @Test
    void theProvidersSecretIsKeptSealed() {
        byte[] sealed = fixture.one("SELECT sealed FROM provider_secret");

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(OpenIdProvider.SECRET);
        assertThat(fixture.<String>one(
                        "SELECT string_agg(row(a.*)::text, '') FROM audit a WHERE action = 'set-provider-secret'"))
                .contains("secret")
                .doesNotContain(OpenIdProvider.SECRET);
    }

    private boolean unlink(Account of, UUID identity) {
        return login.<Boolean>linking(l -> l.unlink(of.id(), UUID.randomUUID(), identity));
    }

    private long letters() {
        return fixture.<Long>one("SELECT count(*) FROM outgoing_mail");
    }

    private List<LinkedIdentity> identities(Account account) {
        return login.linking(l -> l.of(account.id()));
    }

    private static int status(ThrowingCallable call) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        return refused == null ? 200 : refused.problem().status();
    }
}
