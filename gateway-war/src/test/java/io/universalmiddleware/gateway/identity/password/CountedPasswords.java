package io.universalmiddleware.gateway.identity.password;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Passwords that count how often one was hashed or verified: each time takes a place. */
public final class CountedPasswords {
    private static final HashSettings SETTINGS = CheapHashes.settings();

    private final AtomicInteger hashes = new AtomicInteger();
    private final Passwords passwords = new Passwords(SETTINGS, new Semaphore(SETTINGS.places(), true) {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
            hashes.incrementAndGet();
            return super.tryAcquire(timeout, unit);
        }
    });

    public Passwords passwords() {
        return passwords;
    }

    public int hashes() {
        return hashes.get();
    }
}
