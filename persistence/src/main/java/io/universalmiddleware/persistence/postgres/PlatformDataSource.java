package io.universalmiddleware.persistence.postgres;

import io.universalmiddleware.contracts.settings.Settings;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The definition of the pooled JTA data source {@code java:app/jdbc/um}, and the lookup of the one in use, which an
 * administrator may have defined instead; {@link PlatformDatabase} gives it for injection.
 */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@DataSourceDefinition(
        name = "java:app/jdbc/um",
        className = "org.postgresql.ds.PGSimpleDataSource",
        url = "${MPCONFIG=um.postgres.url}",
        user = "${MPCONFIG=um.postgres.user}",
        password = "${MPCONFIG=um.postgres.password}",
        minPoolSize = 4,
        maxPoolSize = 40,
        maxIdleTime = 300,
        properties = {
            "connectTimeout=5",
            "socketTimeout=30",
            "tcpKeepAlive=true",
            "reWriteBatchedInserts=true",
            // What a node that stands still has locked, the others get after so long.
            "options=-c idle_in_transaction_session_timeout=10s",
            "ApplicationName=universal-middleware",
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation",
            "fish.payara.validate-atmost-once-period-in-seconds=1",
            "fish.payara.max-wait-time-in-millis=5000"
        })
public class PlatformDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformDataSource.class);

    private final Settings settings;

    @PersistenceContext(unitName = "um")
    private EntityManager entityManager;

    @SuppressWarnings("NullAway") // for the container's proxy
    public PlatformDataSource() {
        this(null);
    }

    @Inject
    public PlatformDataSource(Settings settings) {
        this.settings = settings;
    }

    /**
     * The data source, looked up in this component's context, where the pool also finds the driver: it takes the class
     * loader of the thread that comes first, and a health request during deployment has the server's.
     */
    public DataSource dataSource() {
        DataSource dataSource = lookup(settings.get(PostgresSettings.RESOURCE));
        try (Connection first = dataSource.getConnection()) {
            LOG.debug("The pool gave {}", first);
        } catch (SQLException away) {
            LOG.debug("PostgreSQL is away", away);
        }
        return dataSource;
    }

    @SuppressWarnings("BanJNDI") // the name is the administrator's
    private static DataSource lookup(String name) {
        try {
            return InitialContext.doLookup(name);
        } catch (NamingException missing) {
            throw new IllegalStateException("There is no data source " + name, missing);
        }
    }

    /** The entity manager, bound to its factory: the server finds it only in a component's context, then keeps it. */
    public EntityManager entityManager() {
        entityManager.getProperties();
        return entityManager;
    }
}
