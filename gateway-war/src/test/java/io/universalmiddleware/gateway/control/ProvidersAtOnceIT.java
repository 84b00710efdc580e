package io.universalmiddleware.gateway.control;

import static io.universalmiddleware.gateway.control.ControlFixture.OPERATOR;
import static io.universalmiddleware.gateway.control.ControlFixture.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.identity.ProviderSecretRepository;
import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever changes a provider, a role or an API key lets others in or gives them rights, also by the configuration as one document. */
@ExtendWith(Backends.class)
class ProvidersAtOnceIT {
    private static final String PROVIDER =
            "{\"tenant\":\"shop\",\"name\":\"id\",\"clientId\":\"c\",\"issuer\":\"https://id.example.org\","
                    + "\"redirectUris\":[\"https://app.example.org/\"]}";

    private ControlFixture control;

    @BeforeEach
    void open(PostgresBackend postgres) {
        control = new ControlFixture(postgres);
        control.tenant("shop");
    }

    @AfterEach
    void close() {
        control.close();
    }

    @Test
    void aDocumentThatTouchesAProviderTakesTheProofOfPresence() {
        ObjectNode without = exported();
        ObjectNode with = exported();
        ((ArrayNode) with.path("providers")).add(document(PROVIDER));

        control.present = false;
        assertThat(status(() -> apply(with, false))).isEqualTo(401);
        assertThat(status(() -> apply(with, true))).isEqualTo(401);
        assertThat(exported()).isEqualTo(without);

        control.present = true;
        apply(with, false);
        control.present = false;
        assertThat(status(() -> apply(without, false))).isEqualTo(401);
        apply(exported(), false);
    }

    @Test
    void aRoleTakesItTooAndALimitDoesNot() {
        ObjectNode role = exported();
        ((ArrayNode) role.path("roles"))
                .add(document("{\"tenant\":\"shop\",\"name\":\"support\",\"grants\":[\"listAudit\"]}"));
        ObjectNode limit = exported();
        ((ArrayNode) limit.path("limits"))
                .add(document("{\"tenant\":\"shop\",\"name\":\"few\",\"requests\":5,\"per\":\"1m\"}"));
        control.present = false;

        assertThat(status(() -> apply(role, false))).isEqualTo(401);
        apply(limit, false);
    }

    @Test
    void rollingOneBackTakesItToo() {
        control.changing(c -> c.create(OPERATOR, Kind.PROVIDER, document(PROVIDER)));
        ObjectNode standing = exported();
        control.present = false;

        assertThat(status(() -> control.applying(a -> a.rollBack(OPERATOR, 1, null, false))))
                .isEqualTo(401);
        assertThat(exported()).isEqualTo(standing);
    }

    @Test
    void aProvidersSecretGoesWithIt() {
        ObjectNode without = exported();
        UUID one = provider();
        apply(without, false);
        UUID other = provider();
        control.changing(c -> c.delete(OPERATOR, Kind.PROVIDER, other.toString(), null));

        assertThat(hasSecret(one)).as("left out of a document").isFalse();
        assertThat(hasSecret(other)).as("deleted").isFalse();
    }

    /** One that has a secret. */
    private UUID provider() {
        UUID id = control.changing(c -> c.create(OPERATOR, Kind.PROVIDER, document(PROVIDER)))
                .entry()
                .id();
        control.database().transact(s -> new ProviderSecretRepository(s).set(id, new byte[] {1}, Instant.now()));
        assertThat(hasSecret(id)).isTrue();
        return id;
    }

    private boolean hasSecret(UUID provider) {
        return control.database()
                .inTransaction(s -> new ProviderSecretRepository(s).find(provider))
                .isPresent();
    }

    private ObjectNode exported() {
        return control.applying(a -> a.export(null)).document();
    }

    private void apply(ObjectNode document, boolean dryRun) {
        control.applying(a -> a.apply(OPERATOR, null, document, null, null, dryRun));
    }

    private static int status(ThrowingCallable work) {
        return catchThrowableOfType(ProblemException.class, work).problem().status();
    }
}
