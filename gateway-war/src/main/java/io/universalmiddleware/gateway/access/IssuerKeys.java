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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer, fetched when first needed and kept.
 *
 * <p>After 5 minutes a use fetches them again in the background and is not held up by it; while that fails, the old ones do for up to
 * a day. A token that names a key which is not there has them fetched again, once for all that wait, and at most every 30 s:
 * a forged token fetches nothing more than that. Safe for use by several threads.
 */
final class IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final long REFRESH = Duration.ofMinutes(5).toNanos();
    private static final long COOL_DOWN = Duration.ofSeconds(30).toNanos();
    private static final long LONGEST = Duration.ofDays(1).toNanos();
    private static final int MOST_KEYS = 100;

    private record Fetched(List<JWK> keys, long at) {}

    private final URI jwks;
    private final KeySetFetch fetch;
    private final LongSupplier nanos;
    private @Nullable Fetched fetched;
    private @Nullable CompletableFuture<Void> fetching;
    private long tried;
    private boolean everTried;

    /** @param nanos a clock that never goes back */
    IssuerKeys(URI jwks, KeySetFetch fetch, LongSupplier nanos) {
        this.jwks = jwks;
        this.fetch = fetch;
        this.nanos = nanos;
    }

    /**
     * Fetches the keys if that is due before a token can be judged that names this key.
     *
     * @param id of the key; null if the token names none
     * @return done when {@link #usable} is as good as it gets; never a failure
     */
    synchronized CompletableFuture<Void> ready(@Nullable String id) {
        long now = nanos.getAsLong();
        @Nullable Fetched last = fetched;
        if (last == null || now - last.at() > LONGEST || (id != null && !has(id, last.keys()))) {
            return fetching != null ? fetching : mayTry(now) ? begin(now) : done();
        }
        if (fetching == null && now - last.at() > REFRESH && mayTry(now)) {
            begin(now);
        }
        return done();
    }

    /** The keys; null if there are none to judge by. */
    synchronized @Nullable List<JWK> usable() {
        return fetched == null || nanos.getAsLong() - fetched.at() > LONGEST ? null : fetched.keys();
    }

    private boolean mayTry(long now) {
        return !everTried || now - tried > COOL_DOWN;
    }

    private CompletableFuture<Void> begin(long now) {
        tried = now;
        everTried = true;
        CompletableFuture<Void> done = new CompletableFuture<>();
        fetching = done;
        call().whenComplete((text, failure) -> ended(done, text, failure));
        return done;
    }

    private CompletableFuture<String> call() {
        try {
            return fetch.fetch(jwks).toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void ended(CompletableFuture<Void> done, @Nullable String text, @Nullable Throwable failure) {
        synchronized (this) {
            fetching = null;
            if (text == null) {
                LOG.warn("Keys of {} could not be fetched: {}", jwks, String.valueOf(failure));
            } else {
                try {
                    fetched = new Fetched(keysIn(text), nanos.getAsLong());
                } catch (ParseException noKeySet) {
                    LOG.warn("What {} answers is no key set", jwks);
                }
            }
        }
        done.complete(null);
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

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
