package io.universalmiddleware.gateway.identity.password;

import org.bouncycastle.crypto.CryptoServicesRegistrar;

/**
 * The crypto defaults are what Bouncy Castle leaves with the thread that is the first to use it, for as long as that lives. A
 * thread of the server's lives on when the application is gone, and its classes with it.
 */
final class CryptoDefaults {
    private CryptoDefaults() {}

    /** Has them made, if they are not, on a thread that ends. */
    static void make() {
        Thread thread = new Thread(CryptoServicesRegistrar::getServicesConstraints, "um-crypto-defaults");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
