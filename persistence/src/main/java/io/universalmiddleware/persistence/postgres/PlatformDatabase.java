package io.universalmiddleware.persistence.postgres;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import javax.sql.DataSource;

/**
 * Gives the platform's data source and the entity manager over it.
 *
 * <p>Inside a JTA transaction both give the same connection. Outside one, a connection of the data source has local
 * transactions of its own.
 */
@ApplicationScoped
public class PlatformDatabase {

    @Produces
    @Resource(lookup = "java:app/jdbc/um")
    private DataSource dataSource;

    @Produces
    @PersistenceContext(unitName = "um")
    private EntityManager entityManager;
}
