package io.universalmiddleware.persistence.postgres;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import javax.sql.DataSource;

/**
 * The pooled JTA data source {@code java:app/jdbc/um} and the entity manager over it.
 *
 * <p>Inside a JTA transaction both give the same connection. Outside one, a connection of the data source has local
 * transactions of its own.
 */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
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
            "ApplicationName=universal-middleware",
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation",
            "fish.payara.validate-atmost-once-period-in-seconds=1",
            "fish.payara.max-wait-time-in-millis=5000"
        })
public class PlatformDataSource {

    @Produces
    @Resource(lookup = "java:app/jdbc/um")
    private DataSource dataSource;

    @Produces
    @PersistenceContext(unitName = "um")
    private EntityManager entityManager;
}
