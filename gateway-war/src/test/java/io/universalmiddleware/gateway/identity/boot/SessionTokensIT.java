package io.universalmiddleware.gateway.identity.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.token.Identity;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens of sessions, and what nodes hear of their ends. */
@ExtendWith(Backends.class)
class SessionTokensIT {
    private IdentityFixture fixture;
    private Account ann;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        ann = fixture.account("ann@example.org");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aTokenOfASessionIsTakenOnEveryNode() {
        TestNode one = fixture.node();
        TestNode other = fixture.node();

        Identity identity = other.tokens.identify(one.issue(fixture.begin(ann))).orElseThrow();

        assertThat(identity.tenant()).isEqualTo(IdentityFixture.TENANT);
        assertThat(identity.user()).isEqualTo(ann.id().toString());
        assertThat(identity.name()).isEqualTo("ann@example.org");
        assertThat(identity.roles()).containsExactly("user");
        assertThat(identity.expires()).isEqualTo(fixture.clock.instant().plus(Duration.ofMinutes(5)));
    }

    @Test
    void theEndOfASessionIsHeardByEveryNode() {
        TestNode one = fixture.node();
        TestNode other = fixture.node();
        Live ended = fixture.begin(ann);
        Live kept = fixture.begin(ann);
        String access = one.issue(ended);
        String lasting = one.issue(kept);
        assertThat(other.tokens.identify(access)).isPresent();

        assertThat(fixture.<Boolean>sessions(
                        s -> s.end(ann.id(), ended.session().id(), "user")))
                .isTrue();
        one.following.step();
        other.following.step();

        assertThat(one.tokens.identify(access)).isEmpty();
        assertThat(other.tokens.identify(access)).isEmpty();
        assertThat(other.tokens.identify(lasting)).isPresent();
        assertThat(fixture.node().tokens.identify(access))
                .as("a node that starts later")
                .isEmpty();
        assertThat(fixture.refresh(ended)).isEmpty();
        assertThat(fixture.<Boolean>sessions(
                        s -> s.end(ann.id(), ended.session().id(), "user")))
                .as("ended once")
                .isFalse();
    }

    /** Transactions commit in another order than they begin in. */
    @Test
    void anEndThatCommitsLateIsHeardToo() throws Exception {
        TestNode node = fixture.node();
        Live slow = fixture.begin(ann);
        Live quick = fixture.begin(ann);
        CountDownLatch written = new CountDownLatch(1);
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        CompletableFuture<Boolean> ending = CompletableFuture.supplyAsync(() -> fixture.sessions(s -> {
            boolean ended = s.end(ann.id(), slow.session().id(), "user");
            written.countDown();
            goOn.join();
            return ended;
        }));
        written.await();
        fixture.sessions(s -> s.end(ann.id(), quick.session().id(), "user"));
        node.following.step();
        assertThat(node.revocations.contains(quick.session().id().toString())).isTrue();
        assertThat(node.revocations.contains(slow.session().id().toString())).isFalse();

        goOn.complete(null);
        ending.join();
        node.following.step();

        assertThat(node.revocations.contains(slow.session().id().toString())).isTrue();
    }

    @Test
    void aTokenEndsWithTheLogoutOfItsSession() {
        TestNode node = fixture.node();
        Live live = fixture.begin(ann);
        String access = node.issue(live);

        fixture.sessions(s -> {
            s.endBy(live.refresh().text());
            s.endBy("no token at all");
            return live;
        });
        node.following.step();

        assertThat(node.tokens.identify(access)).isEmpty();
        assertThat(fixture.refresh(live)).isEmpty();
    }
}
