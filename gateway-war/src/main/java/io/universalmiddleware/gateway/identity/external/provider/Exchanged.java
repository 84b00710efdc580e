package io.universalmiddleware.gateway.identity.external.provider;

/** What comes of a code that is exchanged. */
public sealed interface Exchanged {
    record Named(NamedUser user) implements Exchanged {}

    /** @param reason for the audit; it quotes nothing that was sent */
    record Refused(String reason) implements Exchanged {}
}
