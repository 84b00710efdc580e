package io.universalmiddleware.gateway.access;

import io.universalmiddleware.gateway.document.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * An issuer is somebody else whose tokens a route takes.
 *
 * @param name what a token must say in {@code iss}
 * @param jwks where its keys are (RFC 7517), http or https; read through the guard of allowed networks
 * @param audiences one of these must be in {@code aud}
 * @param rolesClaim where the roles are; dots lead into objects, as in {@code realm_access.roles}
 * @param userPrefix goes before every {@code sub}, so that users of two issuers are two users
 */
public record Issuer(String name, URI jwks, List<String> audiences, String rolesClaim, String userPrefix) {
    private static final URI NOWHERE = URI.create("https://invalid.invalid/");

    public Issuer {
        audiences = List.copyOf(audiences);
    }

    static Issuer read(Section in, List<String> audiencesOfAll) {
        String name = in.required("issuer");
        URI jwks = uri(in);
        List<String> audiences = in.has("audiences") ? in.texts("audiences") : audiencesOfAll;
        if (audiences.isEmpty()) {
            in.violation("audiences", "expected whom its tokens are for: any token of the issuer would do otherwise");
        }
        Issuer issuer = new Issuer(name, jwks, audiences, in.text("rolesClaim", "roles"), in.text("userPrefix", ""));
        in.end();
        return issuer;
    }

    private static URI uri(Section in) {
        String text = in.required("jwks");
        try {
            URI uri = new URI(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException noUri) {
            // said below
        }
        if (in.has("jwks")) {
            in.violation("jwks", "expected an http or https URL without user and fragment");
        }
        return NOWHERE;
    }
}
