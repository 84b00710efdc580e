package io.universalmiddleware.gateway.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer, fetched when first needed and kept.
 *
 * <p>After 5 minutes a use fetches them again in the background and is not held up by it; while that fails, the old ones do for up to
 * a day. A token that names a key which is not there has them fetched again, once for all that wait, and at most every 30 s:
 * a forged token fetches nothing more than that. Safe for use by several threads.
 */
public final class IssuerKeys {
    private static final KeptDocument.Times TIMES =
            new KeptDocument.Times(Duration.ofMinutes(5), Duration.ofSeconds(30));
    private static final int MOST_KEYS = 100;

    private final KeptDocument<List<JWK>> keys;

    /** @param nanos a clock that never goes back */
    public IssuerKeys(URI jwks, KeySetFetch fetch, LongSupplier nanos) {
        keys = new KeptDocument<>(jwks, fetch, IssuerKeys::keysIn, TIMES, nanos);
    }

    /**
     * Fetches the keys if that is due before a token can be judged that names this key.
     *
     * @param id of the key; null if the token names none
     * @return done when {@link #usable} is as good as it gets; never a failure
     */
    public CompletableFuture<Void> ready(@Nullable String id) {
        return keys.ready(kept -> id == null || has(id, kept));
    }

    /** The keys; null if there are none to judge by. */
    public @Nullable List<JWK> usable() {
        return keys.usable();
    }

    private static List<JWK> keysIn(String text) throws ParseException {
        List<JWK> keys = JWKSet.parse(text).getKeys();
        if (keys.size() > MOST_KEYS) {
            throw new ParseException("too many keys", 0);
        }
        return keys.stream().filter(key -> !key.isPrivate()).toList();
    }

    private static boolean has(String id, List<JWK> keys) {
        return keys.stream().anyMatch(key -> id.equals(key.getKeyID()));
    }
}
