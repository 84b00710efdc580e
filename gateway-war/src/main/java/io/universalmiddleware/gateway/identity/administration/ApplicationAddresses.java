package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.gateway.definition.ProviderUris;
import io.universalmiddleware.gateway.document.Section;
import java.util.List;

/** Reads from a document where an application is. */
final class ApplicationAddresses {
    static final String REDIRECT = "redirectUris";
    static final String POST_LOGOUT = "postLogoutRedirectUris";
    private static final int MOST = 20;

    private ApplicationAddresses() {}

    /** At most 20 of those that RFC 8252 knows: none if absent. */
    static List<String> read(Section in, String field) {
        List<String> uris = in.texts(field);
        if (uris.size() > MOST) {
            in.violation(field, "expected at most " + MOST + " URIs");
        }
        for (int i = 0; i < uris.size(); i++) {
            if (!ProviderUris.isRedirect(uris.get(i))) {
                in.violation(field, i, "expected " + ProviderUris.REDIRECT);
            }
        }
        return uris;
    }
}
