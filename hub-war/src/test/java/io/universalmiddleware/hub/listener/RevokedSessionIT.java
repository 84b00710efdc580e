package io.universalmiddleware.hub.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.hub.fixture.ListeningNode;
import io.universalmiddleware.hub.fixture.RawClient;
import io.universalmiddleware.hub.fixture.TestNode;
import io.universalmiddleware.token.Tokens;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection lasts no longer than the session whose token it brought. */
@WithBackends
class RevokedSessionIT {
    private ListeningNode hub;

    @BeforeEach
    void serve(RedisBackend redis) {
        hub = new ListeningNode(TestNode.on(redis));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void anOpenConnectionEndsWithItsSessionAndOthersStay() {
        try (RawClient ended = connected("s1");
                RawClient other = connected("s2")) {
            revoke("s1");

            assertThat(ended.closeCode()).isEqualTo(3500);
            assertThat(other.isOpen()).isTrue();
            assertThat(other.ask("{'ping':{}}").has("error")).isFalse();
        }
    }

    @Test
    void whoComesWithATokenOfAnEndedSessionIsRefused() {
        revoke("s1");

        try (RawClient late = RawClient.open(hub.address())) {
            late.send("{'id':1,'connect':{'token':'" + token("s1") + "'}}");
            assertThat(late.closeCode()).isEqualTo(3500);
        }
        await().untilAsserted(() -> {
            try (RawClient other = connected("s2")) {
                assertThat(other.isOpen()).isTrue();
            }
        });
    }

    @Test
    void anotherIssuersConnectionIsOfNoSessionThatCanEndHere() {
        try (RawClient ours = connected("s1");
                RawClient theirs =
                        RawClient.connect(hub.address(), token(hub.node().foreign(), "s1"))) {
            revoke("s1");

            assertThat(ours.closeCode()).isEqualTo(3500);
            assertThat(theirs.isOpen()).isTrue();
            assertThat(theirs.ask("{'ping':{}}").has("error")).isFalse();
        }
    }

    private RawClient connected(String session) {
        return RawClient.connect(hub.address(), token(session));
    }

    private String token(String session) {
        return token(hub.node().tokens(), session);
    }

    private static String token(Tokens of, String session) {
        return of.sign(of.claims("ann", Duration.ofHours(1))
                .claim("tenant", "acme")
                .claim("sid", session)
                .build());
    }

    private void revoke(String session) {
        hub.node()
                .revocations()
                .add(Map.of(session, hub.node().clock().instant().plus(Duration.ofHours(1))));
    }
}
