package io.universalmiddleware.persistence.postgres;

import io.universalmiddleware.contracts.rows.RowScope;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.persistence.sessions.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The wall between tenants' rows: before a statement of a transaction whose scope is not the thread's {@link RowScope}, it has PostgreSQL
 * hold the transaction to that.
 *
 * <p>What it says goes with the transaction, so a pooled connection carries nothing over. A thread that never entered a scope pays nothing.
 */
final class TenantWall {
    private static final String HELD = "um.row-scope";

    /** As a tenant, or nobody, a transaction has no rights but those that the role for them was given. */
    private static final String HOLD = "SELECT hold_to_rows(?, ?)";

    private TenantWall() {}

    /** @throws SqlFault if PostgreSQL refuses; nothing more can be done in the transaction then */
    static void hold(EntityManager transaction) {
        Optional<RowScope> entered = RowScope.entered();
        if (entered.isEmpty()) {
            return;
        }
        RowScope scope = entered.get();
        UnitOfWork unit = transaction.unwrap(UnitOfWork.class);
        Object held = unit.getProperties().getOrDefault(HELD, RowScope.PLATFORM);
        if (!scope.equals(held)) {
            hold(transaction.unwrap(Connection.class), scope);
            unit.setProperty(HELD, scope);
        }
    }

    private static void hold(@Nullable Connection connection, RowScope scope) {
        if (connection == null) {
            throw new IllegalStateException("Only a transaction can be held to rows, and there is none");
        }
        try (PreparedStatement statement = connection.prepareStatement(HOLD)) {
            statement.setString(1, scope.tenant());
            statement.setBoolean(2, scope.isEverybody());
            statement.execute();
        } catch (SQLException failed) {
            throw new SqlFault(failed);
        }
    }
}
