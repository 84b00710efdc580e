package io.universalmiddleware.persistence.configuration;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each node says of itself, by the database's clock. A node that said nothing for ten seconds is not live, and after a day
 * it is forgotten. Every method runs in the caller's transaction.
 */
@Dependent
public class NodeRepository {
    private static final String LIVE = "at > now() - interval '10 seconds'";

    private final SqlSession session;

    @Inject
    public NodeRepository(SqlSession session) {
        this.session = session;
    }

    /** Says which revision a node serves, and why no later one; it is live from now on. */
    public void report(String node, long revision, @Nullable String problem, Instant startedAt) {
        session.update("""
                        INSERT INTO edge_node (node, revision, problem, started_at, at) VALUES (?, ?, ?, ?, now())
                        ON CONFLICT (node) DO UPDATE SET revision = excluded.revision, problem = excluded.problem,
                            started_at = excluded.started_at, at = excluded.at
                        """, s -> {
            s.setString(1, node);
            s.setLong(2, revision);
            s.setString(3, problem);
            s.setTimestamp(4, Columns.timestamp(startedAt));
        });
    }

    /** All nodes, by name. */
    public List<ServingNode> all() {
        return session.query(
                "SELECT node, revision, problem, started_at, at, " + LIVE + " AS live FROM edge_node ORDER BY node",
                s -> {},
                row -> new ServingNode(
                        row.getString("node"),
                        row.getLong("revision"),
                        row.getString("problem"),
                        Columns.requiredInstant(row, "started_at"),
                        Columns.requiredInstant(row, "at"),
                        row.getBoolean("live")));
    }

    /** How many nodes are live. */
    public int live() {
        return session.query("SELECT count(*) FROM edge_node WHERE " + LIVE, s -> {}, row -> row.getInt(1))
                .get(0);
    }

    /** Removes a node that leaves. */
    public void remove(String node) {
        session.update("DELETE FROM edge_node WHERE node = ?", s -> s.setString(1, node));
    }

    /** Removes the nodes that are to be forgotten. */
    public void forget() {
        session.update("DELETE FROM edge_node WHERE at < now() - interval '1 day'", s -> {});
    }
}
