package io.universalmiddleware.gateway.proxy;

/** Patience over TLS: the same contract. */
class TlsPatienceIT extends PatienceIT {
    @Override
    void prepare(EdgeFixture fixture) {
        fixture.overTls();
    }
}
