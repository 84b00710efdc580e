package io.universalmiddleware.gateway.control;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryQuery;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import io.universalmiddleware.persistence.configuration.NodeRepository;
import io.universalmiddleware.persistence.configuration.Revision;
import io.universalmiddleware.persistence.configuration.RevisionRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.webhook.DeliveryLogRepository;
import io.universalmiddleware.persistence.webhook.DeliveryRepository;
import io.universalmiddleware.persistence.webhook.EndpointRepository;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The control plane on a database of a test's own, each use case in a transaction as the container would give it. */
final class ControlFixture implements AutoCloseable {
    static final Administrator OPERATOR = new Administrator("operator", "olga", true);
    static final Administrator SHOPKEEPER = new Administrator("shop", "sam", false);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestDatabase database;
    private final Clock clock = Clock.systemUTC();
    private final ProvingPresence presence = new ProvingPresence() {
        @Override
        void require() {
            if (!present) {
                throw new ProblemException(Problem.of(ProblemType.INSUFFICIENT_AUTHENTICATION, "Not lately."));
            }
        }
    };
    /** Whether who asks has shown what proves their presence. */
    boolean present = true;

    ControlFixture(PostgresBackend postgres) {
        this.database = new TestDatabase(postgres);
        empty();
    }

    /** Sets the database back to before the first revision. */
    void empty() {
        database.transact(s -> {
            s.update("ALTER TABLE config_revision DISABLE TRIGGER config_revision_append_only", statement -> {});
            s.update("TRUNCATE config_revision, config_entry, edge_node CASCADE", statement -> {});
            s.update("ALTER TABLE config_revision ENABLE TRIGGER config_revision_append_only", statement -> {});
        });
    }

    static ObjectNode document(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    /** The parameters of a query. */
    static MultivaluedMap<String, String> parameters(String query) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
            parameters.add(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return parameters;
    }

    static ObjectNode origin(String tenant, String name, int port) {
        return document("{\"tenant\":\"" + tenant + "\",\"name\":\"" + name
                + "\",\"targets\":[{\"url\":\"http://127.0.0.1:" + port + "\"}]}");
    }

    static ObjectNode route(String tenant, String name, String origin) {
        return document("{\"tenant\":\"" + tenant + "\",\"name\":\"" + name + "\",\"match\":{\"prefix\":\"/" + name
                + "\"},\"origin\":\"" + origin + "\"}");
    }

    /** Why work is refused. */
    static Problem refused(Runnable work) {
        return catchThrowableOfType(ProblemException.class, work::run).problem();
    }

    <T> T changing(Function<ChangingEntries, T> work) {
        return database.inTransaction(s -> work.apply(new ChangingEntries(
                new EntryRepository(s, JSON),
                new RevisionRepository(s, JSON),
                new FindingEntries(new EntryRepository(s, JSON)),
                committing(s),
                clock)));
    }

    <T> T finding(Function<FindingEntries, T> work) {
        return database.inTransaction(s -> work.apply(new FindingEntries(new EntryRepository(s, JSON))));
    }

    <T> T applying(Function<ApplyingConfiguration, T> work) {
        return database.inTransaction(s -> work.apply(new ApplyingConfiguration(
                new EntryRepository(s, JSON), new RevisionRepository(s, JSON), committing(s), clock, presence)));
    }

    <T> T history(Function<ReadingHistory, T> work) {
        return database.inTransaction(
                s -> work.apply(new ReadingHistory(new RevisionRepository(s, JSON), new NodeRepository(s))));
    }

    <T> T webhooks(Function<WebhookEndpoints, T> work) {
        return database.inTransaction(s -> work.apply(new WebhookEndpoints(
                new ChangingEntries(
                        new EntryRepository(s, JSON),
                        new RevisionRepository(s, JSON),
                        new FindingEntries(new EntryRepository(s, JSON)),
                        committing(s),
                        clock),
                webhookActs(s),
                new EndpointRepository(s),
                new Settings(key -> Optional.empty()),
                clock)));
    }

    <T> T deliveries(Function<WebhookDeliveries, T> work) {
        return database.inTransaction(s -> work.apply(new WebhookDeliveries(
                webhookActs(s),
                new DeliveryLogRepository(s),
                new DeliveryRepository(s, JSON),
                new Unheard<>(),
                clock)));
    }

    /** A tenant that the operator makes. */
    void tenant(String slug) {
        create(Kind.TENANT, document("{\"slug\":\"" + slug + "\",\"name\":\"" + slug + "\"}"));
    }

    /** An entry that the operator makes. */
    Entry create(Kind kind, ObjectNode document) {
        return changing(c -> c.create(OPERATOR, kind, document)).entry();
    }

    /** The names of what a list shows. @param query as in a URL */
    List<String> list(Administrator by, Kind kind, String query) {
        EntryQuery parsed = ListQuery.of(by, kind, parameters(query));
        return finding(f -> f.list(parsed)).stream()
                .limit(parsed.limit() - 1L)
                .map(placed -> placed.entry().name())
                .toList();
    }

    /** The number of the last revision. */
    long last() {
        return source().standing().revision();
    }

    /** What the audit says was done to something, in its order. */
    List<String> audited(String subject) {
        return database.inTransaction(s -> new AuditRepository(s)
                .of(subject).stream()
                        .map(entry -> entry.actor() + ' ' + entry.action() + ' ' + entry.after())
                        .toList());
    }

    TestDatabase database() {
        return database;
    }

    /** The revisions of the database, each call in a transaction. */
    RevisionSource source() {
        return new RevisionSource() {
            @Override
            public Standing standing() {
                return database.inTransaction(s -> stored(s).standing());
            }

            @Override
            public long last() {
                return database.inTransaction(s -> stored(s).last());
            }

            @Override
            public List<Revision> after(long number, int limit) {
                return database.inTransaction(s -> stored(s).after(number, limit));
            }

            @Override
            public int report(String node, long revision, @Nullable String problem, Instant startedAt) {
                return database.inTransaction(s -> stored(s).report(node, revision, problem, startedAt));
            }

            @Override
            public void leave(String node) {
                database.transact(s -> stored(s).leave(node));
            }
        };
    }

    @Override
    public void close() {
        database.close();
    }

    private WebhookActs webhookActs(SqlSession session) {
        return new WebhookActs(
                new FindingEntries(new EntryRepository(session, JSON)), new AuditRepository(session), clock);
    }

    private static StoredRevisions stored(SqlSession session) {
        return new StoredRevisions(
                new EntryRepository(session, JSON), new RevisionRepository(session, JSON), new NodeRepository(session));
    }

    private Committing committing(SqlSession session) {
        return new Committing(
                new EntryRepository(session, JSON),
                new History(new RevisionRepository(session, JSON), new AuditRepository(session)),
                new Unheard<>(),
                clock,
                new Settings(key ->
                        key.equals(AllowedNetworks.SETTING.key()) ? Optional.of("127.0.0.0/8") : Optional.empty()));
    }

    /** An event that nobody observes. */
    private static final class Unheard<E> implements Event<E> {
        @Override
        public void fire(E event) {}

        @Override
        public <U extends E> CompletionStage<U> fireAsync(U event) {
            return CompletableFuture.completedFuture(event);
        }

        @Override
        public <U extends E> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
            return CompletableFuture.completedFuture(event);
        }

        @Override
        public Event<E> select(Annotation... qualifiers) {
            return this;
        }

        @Override
        public <U extends E> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends E> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }
    }
}
