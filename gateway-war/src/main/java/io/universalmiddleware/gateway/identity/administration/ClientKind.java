package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.persistence.identity.ClientStore;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What registered clients of one kind have of their own. */
public interface ClientKind<C> {
    /** What one is called. */
    String name();

    /** Before its id in paths and in the audit's subjects. */
    default String path() {
        return name().replace(' ', '-') + "s/";
    }

    ClientStore<C> store();

    RegisteredClient client(C of);

    default boolean keepsSecret(C of) {
        return true;
    }

    /** The same, changed at another time. */
    C touched(C of, Instant at);

    /** Ends what was given to one, in the caller's transaction. @param until when the last of it would end by itself */
    void end(UUID id, Instant now, Instant until);

    /** What the audit says of one, besides whose it is and when it was changed. */
    Map<String, Object> told(C of);

    /** What administrators see of one. @param secret null if it is not shown */
    Object answer(C of, @Nullable String secret);
}
