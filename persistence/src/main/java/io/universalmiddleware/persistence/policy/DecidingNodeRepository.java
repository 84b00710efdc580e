package io.universalmiddleware.persistence.policy;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each process says it decides by, by the database's clock. One that said nothing for ten seconds is not live, and after a day it is
 * forgotten. Every method runs in the caller's transaction.
 */
@Dependent
public class DecidingNodeRepository {
    private final SqlSession session;

    @Inject
    public DecidingNodeRepository(SqlSession session) {
        this.session = session;
    }

    /** Says what a node decides by, and why by nothing later; forgets those that are to be forgotten. */
    public void report(String node, long activation, @Nullable String problem) {
        session.update("""
                        INSERT INTO policy_node (node, activation, problem, at) VALUES (?, ?, ?, now())
                        ON CONFLICT (node) DO UPDATE SET activation = excluded.activation, problem = excluded.problem,
                            at = excluded.at
                        """, s -> {
            s.setString(1, node);
            s.setLong(2, activation);
            s.setString(3, problem);
        });
        session.update("DELETE FROM policy_node WHERE at < now() - interval '1 day'", s -> {});
    }

    /** All nodes, by name. */
    public List<DecidingNode> all() {
        return session.query(
                "SELECT node, activation, problem, at, at > now() - interval '10 seconds' AS live FROM policy_node ORDER BY node",
                s -> {},
                row -> new DecidingNode(
                        row.getString("node"),
                        row.getLong("activation"),
                        row.getString("problem"),
                        Columns.requiredInstant(row, "at"),
                        row.getBoolean("live")));
    }

    /** Removes a node that leaves. */
    public void remove(String node) {
        session.update("DELETE FROM policy_node WHERE node = ?", s -> s.setString(1, node));
    }
}
