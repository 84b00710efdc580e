package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The revoked sessions, for nodes that follow them. Every method runs in the caller's transaction. */
@Dependent
public class RevocationRepository {
    /**
     * Whatever a snapshot did not show was written by a transaction at or after its xmin; what it showed of those is told again.
     */
    private static final String SINCE = """
            WITH here AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin)
            SELECT here.xmin::text AS place, r.session_id, r.until
            FROM here LEFT JOIN revoked_session r ON r.xid >= ?::xid8
            """;

    /** Where following begins. */
    public static final String BEGINNING = "0";

    private final SqlSession session;

    /**
     * What a node hears.
     *
     * @param until each session with the time until which access tokens of it may be about
     * @param place from which to go on
     */
    public record Heard(Map<UUID, Instant> until, String place) {
        public Heard {
            until = Map.copyOf(until);
        }
    }

    @Inject
    public RevocationRepository(SqlSession session) {
        this.session = session;
    }

    /** What was committed since a place, and some of what was before; misses nothing whatever order transactions end in. */
    public Heard since(String place) {
        Map<UUID, Instant> until = new HashMap<>();
        List<String> places = session.query(SINCE, s -> s.setString(1, place), row -> {
            @Nullable UUID revoked = row.getObject("session_id", UUID.class);
            if (revoked != null) {
                until.put(revoked, Columns.requiredInstant(row, "until"));
            }
            return row.getString("place");
        });
        return new Heard(until, places.get(0));
    }
}
