package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.network.AddressGuard;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** The URIs of a provider and of its applications: TLS everywhere, but for this machine's own addresses. */
public final class ProviderUris {
    /** What {@link #isRedirect} takes. */
    public static final String REDIRECT =
            "https, http of 127.0.0.1, [::1] or localhost, or an application's own scheme; no fragment";

    private static final URI NOWHERE = URI.create("https://invalid.invalid");
    private static final int LONGEST = 2_000;

    private ProviderUris() {}

    static URI issuer(Section in) {
        String text = in.required("issuer");
        Optional<URI> uri = parsed(text).filter(found -> isWeb(found) && found.getRawQuery() == null);
        if (uri.isEmpty() && !text.isBlank()) {
            in.violation(
                    "issuer",
                    "expected an absolute https URL of at most " + LONGEST
                            + " ASCII characters, without user, query and fragment");
        }
        return uri.orElse(NOWHERE);
    }

    /** Why the URI may not be asked for anything, as far as that can be told without asking for addresses. */
    public static Optional<String> refusal(URI uri, AddressGuard guard) {
        if (!isWeb(uri)) {
            return Optional.of("expected an absolute https URL without user and fragment");
        }
        return isTls(uri) || isLoopback(uri)
                ? guard.refusal(uri.getHost())
                : Optional.of("expected https: http is for loopback addresses alone");
    }

    /** RFC 8252, section 7: a page, a listener of this machine, or a scheme of an application's own, which has a dot. */
    public static boolean isRedirect(String text) {
        return parsed(text)
                .filter(uri -> isWeb(uri)
                        ? isTls(uri) || isLoopback(uri) || "localhost".equalsIgnoreCase(uri.getHost())
                        : uri.getScheme().contains(".") && !uri.isOpaque())
                .isPresent();
    }

    private static Optional<URI> parsed(String text) {
        try {
            URI uri = new URI(text);
            boolean plain = text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c < 127);
            return plain && uri.isAbsolute() && uri.getRawFragment() == null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isWeb(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return (scheme.equals("https") || scheme.equals("http"))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && uri.getPort() != 0
                && uri.getPort() <= 65_535;
    }

    private static boolean isTls(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean isLoopback(URI uri) {
        return AddressGuard.literal(uri.getHost())
                .filter(InetAddress::isLoopbackAddress)
                .isPresent();
    }
}
