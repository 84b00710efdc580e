package io.universalmiddleware.runtime.boot;

import jakarta.security.auth.message.config.AuthConfigFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's factory of authentication modules (Jakarta Authentication 3.0, section 2.1.1), which is made once for a process, by the class
 * loader of whoever asks first.
 *
 * <p>A request may be the first to ask while the application is being deployed. Its loader then gives no class, the server's class that wanted
 * the factory has failed for good, and every later request would get an empty answer.
 */
final class AuthenticationFactory {
    private static final Logger LOG = LoggerFactory.getLogger(AuthenticationFactory.class);

    private AuthenticationFactory() {}

    /** Has it made, if it is not yet. */
    static void make() {
        try {
            AuthConfigFactory.getFactory();
        } catch (SecurityException fault) {
            LOG.warn(
                    "The server's authentication is made by its first request, which should not come before it is ready",
                    fault);
        }
    }
}
