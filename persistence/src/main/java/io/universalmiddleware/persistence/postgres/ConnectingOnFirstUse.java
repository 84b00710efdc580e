package io.universalmiddleware.persistence.postgres;

import org.eclipse.persistence.config.SessionCustomizer;
import org.eclipse.persistence.internal.databaseaccess.Accessor;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.Login;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.server.ExternalConnectionPool;
import org.eclipse.persistence.sessions.server.ServerSession;

/**
 * Lets the persistence unit take its first connection when it needs one, not when it is deployed.
 *
 * <p>Otherwise the server fails the application for good if PostgreSQL is away at that moment, with all that would have
 * worked without it.
 */
public final class ConnectingOnFirstUse implements SessionCustomizer {
    @Override
    public void customize(Session session) {
        if (session instanceof ServerSession server && server.getLogin().getConnector() instanceof JNDIConnector) {
            server.setReadConnectionPool(new Pool("read", server.getLogin(), server));
            server.addConnectionPool(new Pool(ServerSession.DEFAULT_POOL, server.getLogin(), server));
        }
    }

    /** The server's pool as EclipseLink sees it. */
    private static final class Pool extends ExternalConnectionPool {
        Pool(String name, Login login, ServerSession session) {
            super(name, login, session);
        }

        @Override
        public synchronized void startUp() {
            setIsConnected(true);
        }

        /** While the unit is deployed the session wants an accessor for itself, which it does not use: one without connection. */
        @Override
        public Accessor acquireConnection() {
            if (!getOwner().isLoggedIn()) {
                return getLogin().buildAccessor();
            }
            connect();
            return super.acquireConnection();
        }

        private synchronized void connect() {
            if (cachedConnection == null) {
                super.startUp();
            }
        }
    }
}
