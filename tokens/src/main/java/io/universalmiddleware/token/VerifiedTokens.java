package io.universalmiddleware.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the tokens that were found valid, so that a signature is verified once and not with each request.
 *
 * <p>Whose session has ended is refused, remembered or not. A token is known by the SHA-256 of its text; of a few that were used just now the text is kept too. What it says holds until it
 * expires. At most so many are remembered, those that were used last; what is not valid is not remembered. Safe for use by
 * several threads.
 */
public final class VerifiedTokens {

    /** A digest as a key. */
    private record Digest(byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** A token of which the text is kept for a while, since a digest costs more than all else here. @param epoch when it was verified */
    private record Recent(String token, Identity identity, long epoch) {}

    private static final int RECENT = 256;

    private final AtomicReferenceArray<@Nullable Recent> recent = new AtomicReferenceArray<>(RECENT);
    private final Function<String, Verdict> verifier;
    private final Clock clock;
    private final Revocations revocations;
    private final Map<Digest, Identity> known;
    /** Counts how often all was forgotten: what was verified in an epoch that is over may rest on a key that is no longer believed. */
    private final AtomicLong epoch = new AtomicLong();

    /** @param most how many are remembered */
    public VerifiedTokens(TokenVerifier verifier, Clock clock, int most) {
        this(verifier::verify, new Revocations(), clock, most);
    }

    /**
     * With sessions that may end.
     *
     * @param most how many are remembered
     */
    public VerifiedTokens(TokenVerifier verifier, Revocations revocations, Clock clock, int most) {
        this(verifier::verify, revocations, clock, most);
    }

    /**
     * With another rule of what is valid.
     *
     * @param most how many are remembered
     */
    public VerifiedTokens(Function<String, Verdict> verifier, Clock clock, int most) {
        this(verifier, new Revocations(), clock, most);
    }

    private VerifiedTokens(Function<String, Verdict> verifier, Revocations revocations, Clock clock, int most) {
        this.verifier = verifier;
        this.revocations = revocations;
        this.clock = clock;
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Digest, Identity> eldest) {
                return size() > most;
            }
        };
    }

    /** Whom a token names, if it is valid now. */
    public Optional<Identity> identify(String token) {
        return verify(token) instanceof Verdict.Valid valid ? Optional.of(valid.identity()) : Optional.empty();
    }

    /** Whom a token names that was found valid before. Verifies nothing. */
    public Optional<Identity> remembered(String token) {
        @Nullable Identity recently = recently(token);
        if (recently != null) {
            return Optional.of(recently);
        }
        return Optional.ofNullable(recall(digest(token))).filter(this::isCurrent);
    }

    /** What is to be said of a token now, as {@link TokenVerifier#verify} says it. */
    public Verdict verify(String token) {
        @Nullable Identity recently = recently(token);
        if (recently != null) {
            return new Verdict.Valid(recently);
        }
        long began = epoch.get();
        Verdict verdict = recalled(token, began);
        if (verdict instanceof Verdict.Valid valid) {
            recent.set(slot(token), new Recent(token, valid.identity(), began));
        }
        return verdict;
    }

    private @Nullable Identity recently(String token) {
        @Nullable Recent last = recent.get(slot(token));
        return last != null && last.token().equals(token) && last.epoch() == epoch.get() && isCurrent(last.identity())
                ? last.identity()
                : null;
    }

    private static int slot(String token) {
        return Math.floorMod(token.hashCode(), RECENT);
    }

    private Verdict recalled(String token, long began) {
        Digest digest = digest(token);
        @Nullable Identity remembered = recall(digest);
        if (remembered != null && isCurrent(remembered)) {
            return new Verdict.Valid(remembered);
        }
        Verdict verdict = verifier.apply(token);
        if (verdict instanceof Verdict.Valid valid) {
            if (revocations.covers(valid.identity())) {
                return new Verdict.Invalid("of a session that has ended");
            }
            remember(digest, valid.identity(), began);
        }
        return verdict;
    }

    /** Forgets every token, as when a key is no longer believed; those too that are being verified while it is called. */
    public void forgetAll() {
        epoch.incrementAndGet();
        synchronized (this) {
            known.clear();
        }
        for (int i = 0; i < RECENT; i++) {
            recent.set(i, null);
        }
    }

    /** Whether the session of a token that was valid has ended since. */
    public boolean isRevoked(Identity identity) {
        return revocations.covers(identity);
    }

    /** Has something done whenever sessions have ended. */
    public void onRevocation(Runnable listener) {
        revocations.onChange(listener);
    }

    private boolean isCurrent(Identity identity) {
        return clock.instant().isBefore(identity.expires()) && !revocations.covers(identity);
    }

    private synchronized @Nullable Identity recall(Digest digest) {
        return known.get(digest);
    }

    private synchronized void remember(Digest digest, Identity identity, long began) {
        if (epoch.get() == began) {
            known.put(digest, identity);
        }
    }

    synchronized int size() {
        return known.size();
    }

    private static Digest digest(String token) {
        try {
            return new Digest(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
