package io.universalmiddleware.persistence.postgres;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import javax.sql.DataSource;

/**
 * Gives the platform's data source and the entity manager over it, on any thread.
 *
 * <p>Inside a JTA transaction both give the same connection. Outside one, a connection of the data source has local
 * transactions of its own.
 */
@ApplicationScoped
public class PlatformDatabase {

    @Produces
    @ApplicationScoped
    DataSource dataSource(PlatformDataSource component) {
        return component.dataSource();
    }

    @Produces
    @ApplicationScoped
    EntityManager entityManager(PlatformDataSource component) {
        return component.entityManager();
    }
}
