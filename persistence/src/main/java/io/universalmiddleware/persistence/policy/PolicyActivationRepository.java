package io.universalmiddleware.persistence.policy;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Which version of the policy was active when; the database refuses to change or remove one. Every method runs in the caller's transaction. */
@Dependent
public class PolicyActivationRepository {
    private static final String SELECT = "SELECT number, version, at, actor, note FROM policy_activation ";

    private final SqlSession session;

    @Inject
    public PolicyActivationRepository(SqlSession session) {
        this.session = session;
    }

    /** The one that holds; empty before the first, as long as the policy is the one that comes with the platform. */
    public Optional<PolicyActivation> last() {
        return before(Long.MAX_VALUE, 1).stream().findFirst();
    }

    /** The activations before one, last first; at most so many. */
    public List<PolicyActivation> before(long number, int limit) {
        return session.query(
                SELECT + "WHERE number < ? ORDER BY number DESC LIMIT ?",
                s -> {
                    s.setLong(1, number);
                    s.setInt(2, limit);
                },
                PolicyActivationRepository::read);
    }

    /** Appends the next. The transaction must hold the versions' {@link PolicyVersionRepository#lock}. */
    public void append(PolicyActivation next) {
        session.update("INSERT INTO policy_activation (number, version, at, actor, note) VALUES (?, ?, ?, ?, ?)", s -> {
            s.setLong(1, next.number());
            s.setLong(2, next.version());
            s.setTimestamp(3, Columns.timestamp(next.at()));
            s.setString(4, next.actor());
            s.setString(5, next.note());
        });
    }

    private static PolicyActivation read(ResultSet row) throws SQLException {
        return new PolicyActivation(
                row.getLong("number"),
                row.getLong("version"),
                Columns.requiredInstant(row, "at"),
                row.getString("actor"),
                row.getString("note"));
    }
}
