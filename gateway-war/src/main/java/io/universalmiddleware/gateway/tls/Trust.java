package io.universalmiddleware.gateway.tls;

import java.security.GeneralSecurityException;

/**
 * Trust is whose certificates the edge believes when it connects to an origin: those of the system's authorities, or those of the ones that
 * the origin's document names, and then of no others.
 *
 * @param authorities certificates in PEM; empty for the system's
 */
public record Trust(String authorities) {
    /** The system's authorities. */
    public static final Trust SYSTEM = new Trust("");

    /** Characters of PEM, about sixteen certificates. */
    public static final int LONGEST = 32_768;

    /**
     * Reads authorities.
     *
     * @throws GeneralSecurityException if they are too long, or not certificates in PEM
     */
    public static Trust in(String pem) throws GeneralSecurityException {
        if (pem.length() > LONGEST) {
            throw new GeneralSecurityException("it is longer than " + LONGEST + " characters");
        }
        Pem.certificates(pem);
        return new Trust(pem);
    }

    public boolean isSystem() {
        return authorities.isEmpty();
    }
}
