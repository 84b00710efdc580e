package io.universalmiddleware.persistence.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The queue of deliveries: put in once for each message and endpoint, taken by one node at a time, settled by the one that took it
 * last. Every method runs in the caller's transaction.
 */
@Dependent
public class DeliveryRepository {
    /** At most so many endpoints that have something due are looked at together; which, is left to chance. */
    private static final int ENDPOINTS = 256;

    /** So many are put in with one batch of the driver's. */
    private static final int BATCH = 5_000;

    private static final String TAKE = """
            WITH RECURSIVE waiting (endpoint) AS (
                (SELECT endpoint FROM webhook_delivery WHERE status = 'pending' ORDER BY endpoint LIMIT 1)
                UNION ALL
                SELECT (SELECT d.endpoint FROM webhook_delivery d WHERE d.status = 'pending' AND d.endpoint > w.endpoint
                        ORDER BY d.endpoint LIMIT 1)
                FROM waiting w WHERE w.endpoint IS NOT NULL
            ),
            known AS MATERIALIZED (
                SELECT c.id, c.document, s.failing_since IS NOT NULL AS failing,
                       s.disabled_at IS NOT NULL OR NOT coalesce((c.document ->> 'enabled')::boolean, true) AS off,
                       CASE WHEN s.failing_since IS NULL THEN ? ELSE 1 END - coalesce(b.n, 0) AS room
                FROM waiting w
                JOIN config_entry c ON c.id = w.endpoint AND c.kind = 'webhooks'
                LEFT JOIN webhook_endpoint s ON s.id = c.id
                LEFT JOIN unnest(?, ?) AS b (id, n) ON b.id = c.id
            ),
            due AS MATERIALIZED (
                SELECT d.id, d.due_at, k.id AS endpoint, k.document, k.failing, k.room
                FROM (
                    SELECT * FROM known WHERE room > 0 AND CASE WHEN off
                        THEN (SELECT t.due_at FROM webhook_delivery t
                            WHERE t.endpoint = known.id AND t.status = 'pending' AND t.trial ORDER BY t.due_at LIMIT 1)
                        ELSE (SELECT t.due_at FROM webhook_delivery t
                            WHERE t.endpoint = known.id AND t.status = 'pending' ORDER BY t.due_at LIMIT 1) END <= ?
                    ORDER BY random() LIMIT ?
                ) k
                CROSS JOIN LATERAL (
                    SELECT * FROM (
                        SELECT id, due_at FROM webhook_delivery
                        WHERE NOT k.off AND endpoint = k.id AND status = 'pending' AND due_at <= ?
                        ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED
                    ) sent
                    UNION ALL
                    SELECT * FROM (
                        SELECT id, due_at FROM webhook_delivery
                        WHERE k.off AND endpoint = k.id AND status = 'pending' AND trial AND due_at <= ?
                        ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED
                    ) tried
                ) d
            ),
            placed AS (
                SELECT due.*, row_number() OVER (PARTITION BY endpoint ORDER BY due_at) AS place FROM due
            ),
            ranked AS (
                SELECT placed.*, row_number() OVER (PARTITION BY failing ORDER BY place, due_at) AS rank
                FROM placed WHERE place <= room
            ),
            chosen AS (
                SELECT * FROM ranked WHERE rank <= ? OR NOT failing ORDER BY rank, failing LIMIT ?
            )
            UPDATE webhook_delivery d SET claim = d.claim + 1, sending = true, due_at = ?
            FROM chosen r, webhook_message m
            WHERE d.id = r.id AND m.id = d.message
            RETURNING d.id, d.claim, d.endpoint, r.document, r.failing, d.message, d.type, m.body, d.trial, d.tries, d.created_at
            """;

    private final SqlSession session;
    private final ObjectMapper json;

    @Inject
    public DeliveryRepository(SqlSession session, ObjectMapper json) {
        this.session = session;
        this.json = json;
    }

    /** Puts deliveries in; those of a message to an endpoint that are there already stay as they are. */
    public void add(List<NewDelivery> deliveries, Instant now) {
        // in one order, so that two nodes do not wait for each other's rows crosswise
        Map<UUID, WebhookMessage> messages = new LinkedHashMap<>();
        deliveries.stream()
                .map(NewDelivery::message)
                .sorted(Comparator.comparing(WebhookMessage::id))
                .forEach(message -> messages.put(message.id(), message));
        session.updateEach(
                "INSERT INTO webhook_message (id, tenant, type, occurred_at, body, created_at) VALUES (?, ?, ?, ?, ?, ?) "
                        + "ON CONFLICT DO NOTHING",
                List.copyOf(messages.values()),
                (s, message) -> {
                    s.setObject(1, message.id());
                    s.setString(2, message.tenant());
                    s.setString(3, message.type());
                    s.setTimestamp(4, Columns.timestamp(message.occurredAt()));
                    s.setString(5, message.body());
                    s.setTimestamp(6, Columns.timestamp(now));
                });
        List<NewDelivery> ordered = deliveries.stream()
                .sorted(Comparator.comparing(
                                (NewDelivery delivery) -> delivery.message().id())
                        .thenComparing(NewDelivery::endpoint))
                .toList();
        for (int from = 0; from < ordered.size(); from += BATCH) {
            session.updateEach(
                    """
                    INSERT INTO webhook_delivery
                        (id, endpoint, message, tenant, type, occurred_at, status, trial, due_at, created_at, finished_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message, endpoint) DO NOTHING
                    """,
                    ordered.subList(from, Math.min(ordered.size(), from + BATCH)),
                    (s, delivery) -> bind(s, delivery, now));
        }
    }

    /** Takes what is due, fairly among endpoints: each has its own bound, and those that fail have a bound together. */
    public List<TakenDelivery> take(TakeRequest request) {
        List<Map.Entry<UUID, Integer>> underWay = List.copyOf(request.underWay().entrySet());
        List<TakenDelivery> taken = session.query(
                TAKE,
                s -> {
                    s.setInt(1, request.each());
                    Columns.setArray(s, 2, "uuid", underWay, Map.Entry::getKey);
                    Columns.setArray(s, 3, "int4", underWay, Map.Entry::getValue);
                    s.setTimestamp(4, Columns.timestamp(request.now()));
                    s.setInt(5, ENDPOINTS);
                    s.setTimestamp(6, Columns.timestamp(request.now()));
                    s.setInt(7, request.each());
                    s.setTimestamp(8, Columns.timestamp(request.now()));
                    s.setInt(9, request.each());
                    s.setInt(10, request.failing());
                    s.setInt(11, request.room());
                    s.setTimestamp(12, Columns.timestamp(request.until()));
                },
                this::read);
        return withSecrets(taken, request.now());
    }

    /**
     * Settles attempts.
     *
     * @return the deliveries that were still the node's; of the others nothing is changed
     */
    public Set<UUID> settle(List<SettledAttempt> attempts) {
        return attempts.stream()
                .sorted(Comparator.comparing(SettledAttempt::delivery))
                .filter(this::settle)
                .map(SettledAttempt::delivery)
                .collect(Collectors.toSet());
    }

    /** Gives a delivery back that was not sent: it is due at the instant, and has lost no attempt. */
    public void putBack(UUID delivery, long claim, Instant due) {
        session.update(
                "UPDATE webhook_delivery SET sending = false, due_at = ? WHERE id = ? AND claim = ? AND status = 'pending'",
                s -> {
                    s.setTimestamp(1, Columns.timestamp(due));
                    s.setObject(2, delivery);
                    s.setLong(3, claim);
                });
    }

    private boolean settle(SettledAttempt attempt) {
        return session.update("""
                        WITH settled AS (
                            UPDATE webhook_delivery SET attempts = attempts + 1, tries = tries + 1, status = ?, due_at = ?,
                                sending = false, last_attempt_at = ?, last_status = ?, last_error = ?,
                                finished_at = CASE WHEN ? = 'pending' THEN NULL ELSE ?::timestamptz END
                            WHERE id = ? AND claim = ? AND status = 'pending' RETURNING id, attempts
                        )
                        INSERT INTO webhook_attempt (delivery, number, at, millis, status, error, answer)
                        SELECT id, attempts, ?, ?, ?, ?, ? FROM settled
                        """, s -> bind(s, attempt)) == 1;
    }

    private static void bind(PreparedStatement s, SettledAttempt attempt) throws SQLException {
        String outcome = attempt.outcome().text();
        s.setString(1, outcome);
        s.setTimestamp(2, Columns.timestamp(attempt.next()));
        s.setTimestamp(3, Columns.timestamp(attempt.at()));
        s.setObject(4, attempt.status(), Types.INTEGER);
        s.setString(5, attempt.error());
        s.setString(6, outcome);
        s.setTimestamp(7, Columns.timestamp(attempt.at().plusMillis(attempt.millis())));
        s.setObject(8, attempt.delivery());
        s.setLong(9, attempt.claim());
        s.setTimestamp(10, Columns.timestamp(attempt.at()));
        s.setInt(11, Math.toIntExact(Math.min(attempt.millis(), Integer.MAX_VALUE)));
        s.setObject(12, attempt.status(), Types.INTEGER);
        s.setString(13, attempt.error());
        s.setString(14, attempt.answer());
    }

    private static void bind(PreparedStatement s, NewDelivery delivery, Instant now) throws SQLException {
        WebhookMessage message = delivery.message();
        boolean skipped = delivery.off() && !delivery.trial();
        s.setObject(1, delivery.id());
        s.setObject(2, delivery.endpoint());
        s.setObject(3, message.id());
        s.setString(4, message.tenant());
        s.setString(5, message.type());
        s.setTimestamp(6, Columns.timestamp(message.occurredAt()));
        s.setString(7, (skipped ? DeliveryStatus.SKIPPED : DeliveryStatus.PENDING).text());
        s.setBoolean(8, delivery.trial());
        s.setTimestamp(9, Columns.timestamp(now));
        s.setTimestamp(10, Columns.timestamp(now));
        s.setTimestamp(11, Columns.timestampOrNull(skipped ? now : null));
    }

    private List<TakenDelivery> withSecrets(List<TakenDelivery> taken, Instant now) {
        if (taken.isEmpty()) {
            return taken;
        }
        Map<UUID, List<String>> secrets = new HashMap<>();
        session.query(
                        """
                        SELECT endpoint, secret FROM webhook_secret
                        WHERE endpoint = ANY (?) AND (expires_at IS NULL OR expires_at > ?) ORDER BY id DESC
                        """,
                        s -> {
                            Columns.setUuids(
                                    s,
                                    1,
                                    taken.stream().map(TakenDelivery::endpoint).collect(Collectors.toSet()));
                            s.setTimestamp(2, Columns.timestamp(now));
                        },
                        row -> Map.entry(row.getObject("endpoint", UUID.class), row.getString("secret")))
                .forEach(found -> secrets.merge(found.getKey(), List.of(found.getValue()), DeliveryRepository::both));
        return taken.stream()
                .map(each -> each.with(secrets.getOrDefault(each.endpoint(), List.of())))
                .toList();
    }

    private static List<String> both(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private TakenDelivery read(ResultSet row) throws SQLException {
        return new TakenDelivery(
                row.getObject("id", UUID.class),
                row.getLong("claim"),
                row.getObject("endpoint", UUID.class),
                document(row.getString("document")),
                row.getBoolean("failing"),
                row.getObject("message", UUID.class),
                row.getString("type"),
                row.getString("body"),
                row.getBoolean("trial"),
                row.getInt("tries"),
                Columns.requiredInstant(row, "created_at"),
                List.of());
    }

    private JsonNode document(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A configuration document is no JSON", broken);
        }
    }
}
