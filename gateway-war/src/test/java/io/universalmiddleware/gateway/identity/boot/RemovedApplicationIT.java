package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Application;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that is removed while it uses what it was let in to: neither waits for the other crosswise. */
@ExtendWith(Backends.class)
class RemovedApplicationIT {
    private final ExecutorService threads = Executors.newCachedThreadPool();
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
        threads.shutdownNow();
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

    /** What a request is answered that has to wait for the user's session, while its application is removed. */
    private String whileRemoved(Supplier<Map<String, Object>> request) throws Exception {
        try (Connection elsewhere = fixture.identity.database().dataSource().getConnection()) {
            elsewhere.setAutoCommit(false);
            try (PreparedStatement hold =
                    elsewhere.prepareStatement("SELECT 1 FROM user_session WHERE id = ? FOR NO KEY UPDATE")) {
                hold.setObject(1, ann.session().id());
                hold.execute();
            }
            CompletableFuture<Map<String, Object>> answer = CompletableFuture.supplyAsync(request, threads);
            await(() -> waiting() == 1);
            CompletableFuture<Boolean> removal = CompletableFuture.supplyAsync(this::remove, threads);
            await(() -> removal.isDone() || waiting() == 2);
            elsewhere.rollback();
            assertThat(removal.join()).isTrue();
            return text(answer.join(), "error");
        }
    }

    private boolean remove() {
        return fixture.clients.applications((a, kind) ->
                a.remove(kind, ClientsFixture.edit(application.client().id()), fixture.identity.clock.instant()));
    }

    private long waiting() {
        return fixture.identity.<Long>one(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }

    private static void await(Supplier<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition::get);
    }
}
