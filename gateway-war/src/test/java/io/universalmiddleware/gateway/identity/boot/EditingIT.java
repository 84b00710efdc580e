package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ClientsFixture.ADMIN;
import static io.universalmiddleware.gateway.identity.boot.ClientsFixture.edit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.control.Precondition;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Change;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Made;
import io.universalmiddleware.gateway.identity.administration.AdministeringUsers;
import io.universalmiddleware.gateway.identity.administration.ApplicationChange;
import io.universalmiddleware.gateway.identity.administration.Edit;
import io.universalmiddleware.gateway.identity.administration.ServiceAccountChange;
import io.universalmiddleware.gateway.identity.administration.UserChange;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToLongFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two administrators who edit the same, on a clock that stands still. */
@ExtendWith(Backends.class)
class EditingIT {
    private static final List<String> ELSEWHERE = List.of("https://elsewhere.example.org/callback");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ApplicationsFixture fixture;
    private Instant now;

    @BeforeEach
    void begin(PostgresBackend postgres) {
        fixture = new ApplicationsFixture(postgres);
        now = fixture.identity.clock.instant();
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        fixture.close();
    }

    @Test
    void theSecondEditorOfAnApplicationIsRefusedAndTheFirstOnesWorkStays() {
        secondIsRefused(
                fixture.clients::applications,
                fixture.application("server", true, "openid", "email").client(),
                application -> application.client().revision(),
                new ApplicationChange(ELSEWHERE, null, null, null)::of,
                new ApplicationChange(null, null, Set.of("openid"), true)::of);
    }

    @Test
    void theSecondEditorOfAServiceAccountIsRefusedAndTheFirstOnesWorkStays() {
        secondIsRefused(
                fixture.clients::administering,
                fixture.clients
                        .client("importer", Set.of("user"), Set.of("read"))
                        .client(),
                RegisteredClient::revision,
                new ServiceAccountChange(Set.of("importer"), null, null, null)::of,
                new ServiceAccountChange(null, Set.of(), true, null)::of);
    }

    /** Work with clients of one kind. */
    private interface Acting<C> {
        <T> T in(ClientsFixture.Administering<C, T> work);
    }

    private <C> void secondIsRefused(
            Acting<C> acting, C made, ToLongFunction<C> revision, Change<C> first, Change<C> second) {
        UUID id = fixture.identity.one("SELECT id FROM registered_client");
        Edit stale = at(id, revision.applyAsLong(made));

        C one = acting.<Optional<C>>in((clients, kind) -> clients.change(kind, stale, first, now))
                .orElseThrow();
        refused(() -> acting.in((clients, kind) -> clients.change(kind, stale, second, now)));
        refused(() -> acting.in((clients, kind) -> clients.rotate(kind, stale, Duration.ZERO, now)));
        refused(() -> acting.in((clients, kind) -> clients.remove(kind, stale, now)));

        assertThat(acting.<Optional<C>>in((clients, kind) -> clients.find(kind, id, null)))
                .contains(one);
        assertThat(fixture.identity.<Long>one("SELECT count(*) FROM audit WHERE subject LIKE '%" + id + "'"))
                .isEqualTo(2L);
        Edit before = at(id, revision.applyAsLong(one));
        C rotated = acting.<Optional<Made<C>>>in((clients, kind) -> clients.rotate(kind, before, Duration.ZERO, now))
                .orElseThrow()
                .client();
        refused(() -> acting.in((clients, kind) -> clients.rotate(kind, before, Duration.ZERO, now)));
        assertThat(acting.<Boolean>in(
                        (clients, kind) -> clients.remove(kind, at(id, revision.applyAsLong(rotated)), now)))
                .isTrue();
    }

    @Test
    void theSecondEditorOfAUserIsRefusedAndTheFirstOnesWorkStays() {
        Account read = fixture.identity.account("ann@example.org");
        Edit stale = at(read.id(), read.revision());

        Account changed = user(stale, new UserChange(Set.of("user", "teacher"), null));
        refused(() -> user(stale, new UserChange(Set.of(), true)));

        assertThat(fixture.identity.find(read.id())).contains(changed);
        assertThat(changed.roles()).containsExactlyInAnyOrder("user", "teacher");
        assertThat(user(at(read.id(), changed.revision()), new UserChange(null, true))
                        .disabled())
                .isTrue();
    }

    @Test
    void ofChangesAtOnceThatNameNoTagNoneTakesTheOthersBack() throws Exception {
        UUID id = fixture.application("shop", false, "openid", "email")
                .client()
                .client()
                .id();
        CompletableFuture<?> redirects;
        CompletableFuture<?> scopes;
        try (Connection elsewhere = fixture.identity.database().dataSource().getConnection()) {
            elsewhere.setAutoCommit(false);
            try (PreparedStatement hold =
                    elsewhere.prepareStatement("SELECT 1 FROM registered_client WHERE id = ? FOR NO KEY UPDATE")) {
                hold.setObject(1, id);
                hold.execute();
            }
            redirects = changing(id, new ApplicationChange(ELSEWHERE, null, null, null));
            scopes = changing(id, new ApplicationChange(null, List.of(), Set.of("openid"), null));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 2);
            elsewhere.rollback();
        }
        CompletableFuture.allOf(redirects, scopes).join();

        Application after = fixture.clients
                .<Optional<Application>>applications((clients, kind) -> clients.find(kind, id, null))
                .orElseThrow();
        assertThat(after.redirectUris()).isEqualTo(ELSEWHERE);
        assertThat(after.postLogoutRedirectUris()).isEmpty();
        assertThat(after.client().scopes()).containsExactly("openid");
    }

    private CompletableFuture<?> changing(UUID id, ApplicationChange change) {
        return CompletableFuture.supplyAsync(
                () -> fixture.clients.applications((clients, kind) -> clients.change(kind, edit(id), change::of, now)),
                threads);
    }

    private long waiting() {
        return fixture.identity.<Long>one(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }

    private Account user(Edit edit, UserChange change) {
        return fixture.identity
                .<Optional<Account>>inTransaction(u -> new AdministeringUsers(
                                new AccountRepository(u.session()), u.sessions(), u.journal(), fixture.identity.clock)
                        .change(edit, change))
                .orElseThrow();
    }

    private static Edit at(UUID id, long revision) {
        return new Edit(ADMIN, id, "acme", Precondition.etag(revision));
    }

    private static void refused(ThrowingCallable call) {
        assertThat(catchThrowableOfType(ProblemException.class, call).problem().status())
                .isEqualTo(412);
    }
}
