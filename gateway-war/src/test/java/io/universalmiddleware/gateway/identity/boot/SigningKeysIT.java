package io.universalmiddleware.gateway.identity.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.token.Sealing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class SigningKeysIT {
    private IdentityFixture fixture;
    private Live live;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        live = fixture.begin(fixture.account("ann@example.org"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void nodesThatStartAtOnceShareOneKey() {
        List<TestNode> nodes =
                Stream.generate(() -> CompletableFuture.supplyAsync(fixture::node)).limit(4).toList().stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(nodes).allSatisfy(node -> {
            assertThat(node.ring.published()).hasSize(1);
            assertThat(node.ring.published().get(0).isPrivate()).isFalse();
        });
        String token = nodes.get(0).issue(live);
        assertThat(nodes)
                .allSatisfy(node -> assertThat(node.tokens.identify(token)).isPresent());
    }

    @Test
    void theNextKeyIsPublishedBeforeItSignsAndTheLastIsTakenWhileItsTokensCount() throws Exception {
        TestNode node = fixture.node();
        String first = kid(node);

        fixture.clock.advance(Duration.ofDays(29).plusMinutes(1));
        node.following.step();
        assertThat(node.ring.published()).as("a day ahead").hasSize(2);
        assertThat(kid(node)).isEqualTo(first);

        fixture.clock.advance(Duration.ofHours(23).plusMinutes(58));
        node.following.step();
        String last = node.issue(live);
        assertThat(kid(node)).isEqualTo(first);
        fixture.clock.advance(Duration.ofMinutes(2));
        node.following.step();

        assertThat(kid(node)).isNotEqualTo(first);
        assertThat(node.tokens.identify(last)).as("signed by the key before").isPresent();
        assertThat(fixture.node().tokens.identify(last)).isPresent();

        fixture.clock.advance(Duration.ofMinutes(10));
        node.following.step();
        assertThat(node.ring.published()).hasSize(1);
        assertThat(node.tokens.identify(last)).isEmpty();
    }

    @Test
    void whatIsStoredOfAKeyCannotSign() {
        fixture.node();

        List<String> stored = fixture.database()
                .inTransaction(s -> s.query(
                        "SELECT public_key || encode(sealed, 'escape') FROM signing_key",
                        statement -> {},
                        row -> row.getString(1)));

        assertThat(stored).singleElement().asString().doesNotContain("\"d\"").contains("\"kty\":\"EC\"");
    }

    @Test
    void withAnotherSecretANodeMakesAKeyOfItsOwnAndStillBelievesTheOther() {
        TestNode node = fixture.node();
        String token = node.issue(live);

        TestNode stranger =
                new TestNode(fixture, new Sealing("another secret of 32 characters.".getBytes(StandardCharsets.UTF_8)));

        assertThat(stranger.ring.published()).hasSize(2);
        assertThat(stranger.tokens.identify(token)).isPresent();
        fixture.clock.advance(Duration.ofSeconds(3));
        node.following.step();
        assertThat(node.tokens.identify(stranger.issue(live))).isPresent();
    }

    @Test
    void aKeyThatIsTakenAwayIsBelievedNoMore() {
        TestNode node = fixture.node();
        String token = node.issue(live);
        assertThat(node.tokens.identify(token)).isPresent();

        fixture.database().transact(s -> s.update("DELETE FROM signing_key", statement -> {}));
        fixture.clock.advance(Duration.ofSeconds(3));
        node.following.step();

        assertThat(node.tokens.identify(token)).isEmpty();
        assertThat(node.tokens.identify(node.issue(live))).isPresent();
    }

    private String kid(TestNode node) throws Exception {
        return SignedJWT.parse(node.issue(live)).getHeader().getKeyID();
    }
}
