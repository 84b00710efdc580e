package io.universalmiddleware.token;

import java.util.Set;

/** A verdict is what verification says of a token. */
public sealed interface Verdict {

    record Valid(Identity identity) implements Verdict {}

    /** Its time is over; all else may be right. */
    record Expired() implements Verdict {}

    /**
     * The token is right but names no tenant.
     *
     * @param user the token's subject
     * @param roles the token's groups
     */
    record WithoutTenant(String user, Set<String> roles) implements Verdict {}

    /** @param reason for the log, never for the client */
    record Invalid(String reason) implements Verdict {}
}
