package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.identity.administration.ApplicationChange;
import io.universalmiddleware.gateway.identity.administration.Edit;
import io.universalmiddleware.gateway.identity.boot.ClientsFixture.Administering;
import io.universalmiddleware.gateway.identity.provider.OAuthException;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.UserSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that is removed or changed while it is let in, or uses what it was let in to: neither waits for the other crosswise. */
@ExtendWith(Backends.class)
class RemovedApplicationIT {
    private ApplicationsFixture fixture;
    private Application application;
    private Live ann;

    @BeforeEach
    void begin(PostgresBackend postgres) {
        fixture = new ApplicationsFixture(postgres);
        application =
                fixture.application("shop", false, "openid", "offline_access").client();
        ann = fixture.loggedIn("ann@example.org");
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void aRefreshOfARemovedApplicationIsRefused() throws Exception {
        Object token =
                fixture.exchange(application, fixture.code(application, ann)).get("refresh_token");

        assertThat(whileRemoved(() -> fixture.refresh(application, token))).isEqualTo("invalid_grant");
    }

    @Test
    void aCodeOfARemovedApplicationIsRefused() throws Exception {
        String code = fixture.code(application, ann);

        assertThat(whileRemoved(() -> fixture.exchange(application, code))).isEqualTo("invalid_grant");
    }

    @Test
    void aScopeThatIsTakenAwayMeanwhileIsNotGranted() throws Exception {
        Application less = fixture.application("less", false, "openid", "email").client();
        ApplicationChange change = new ApplicationChange(null, null, Set.of("openid"), null);

        String code = meanwhile(
                (a, kind) -> a.change(kind, edit(less), change::of, now()).isPresent(), () -> fixture.code(less, ann));

        assertThat(fixture.exchange(less, code)).containsEntry("scope", "openid");
    }

    @Test
    void anApplicationThatIsRemovedMeanwhileIsNoneThatAUserLetsIn() {
        assertThatThrownBy(() -> meanwhile((a, kind) -> a.remove(kind, edit(application), now()), this::lettingIn))
                .cause()
                .isInstanceOf(OAuthException.class)
                .hasMessageStartingWith("There is no such application");
    }

    @Test
    void anApplicationThatIsKeptOutMeanwhileIsNoneThatAUserLetsIn() {
        ApplicationChange out = new ApplicationChange(null, null, null, true);

        assertThatThrownBy(() -> meanwhile(
                        (a, kind) -> a.change(kind, edit(application), out::of, now())
                                .isPresent(),
                        this::lettingIn))
                .cause()
                .isInstanceOf(OAuthException.class)
                .hasMessageStartingWith("There is no such application");
    }

    @Test
    void aLoginForAnApplicationThatIsRemovedMeanwhileEndsAndItsBrowserKeepsWhatItHeld() throws Exception {
        Optional<String> cookie = Optional.of(fixture.cookie(ann));
        Live again = fixture.loggedIn("ann@example.org");

        meanwhile((a, kind) -> a.remove(kind, edit(application), now()), () -> refused(again, cookie));

        assertThat(fixture.identity.<List<UserSession>>sessions(
                        s -> s.alive(ann.account().id())))
                .extracting(UserSession::id)
                .containsExactly(ann.session().id());
    }

    /** Why a login leads nowhere, of which is kept what was done before that was known. */
    private String refused(Live user, Optional<String> cookie) {
        return fixture.identity.inTransaction(u -> catchThrowableOfType(
                        OAuthException.class,
                        () -> fixture.authorize()
                                .send(u.loggedIn(), ApplicationsFixture.asked(application), user, cookie))
                .getMessage());
    }

    private String lettingIn() {
        return fixture.logsInFor(application, ann, Optional.empty())
                .orElseThrow()
                .cookie();
    }

    /** What comes of letting an application in that somebody is at: they commit once it waits for them, or is done. */
    private String meanwhile(Administering<Application, Boolean> change, Supplier<String> lettingIn) throws Exception {
        CompletableFuture<String> let = fixture.clients.applications((a, kind) -> {
            assertThat(change.apply(a, kind)).isTrue();
            return Contending.begin(fixture.identity, lettingIn);
        });
        return let.get();
    }

    /** What a request is answered that has to wait for the user's session, while its application is removed. */
    private String whileRemoved(Supplier<Map<String, Object>> request) throws Exception {
        try (Connection elsewhere = fixture.identity.database().dataSource().getConnection()) {
            elsewhere.setAutoCommit(false);
            try (PreparedStatement hold =
                    elsewhere.prepareStatement("SELECT 1 FROM user_session WHERE id = ? FOR NO KEY UPDATE")) {
                hold.setObject(1, ann.session().id());
                hold.execute();
            }
            CompletableFuture<Map<String, Object>> answer = Contending.begin(fixture.identity, request);
            assertThat(answer).isNotDone();
            CompletableFuture<Boolean> removal = Contending.begin(fixture.identity, this::remove);
            elsewhere.rollback();
            assertThat(removal.join()).isTrue();
            return text(answer.join(), "error");
        }
    }

    private boolean remove() {
        return fixture.clients.applications((a, kind) -> a.remove(kind, edit(application), now()));
    }

    private static Edit edit(Application application) {
        return ClientsFixture.edit(application.client().id());
    }

    private Instant now() {
        return fixture.identity.clock.instant();
    }
}
