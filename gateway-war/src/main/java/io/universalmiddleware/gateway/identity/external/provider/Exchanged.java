package io.universalmiddleware.gateway.identity.external.provider;

/** What comes of a code that is exchanged. */
public sealed interface Exchanged {
    /** @param idToken as the provider signed it */
    record Named(NamedUser user, String idToken) implements Exchanged {
        /** Without the token. */
        @Override
        public String toString() {
            return "named " + user;
        }
    }

    /** @param reason for the audit; it quotes nothing that was sent */
    record Refused(String reason) implements Exchanged {}
}
