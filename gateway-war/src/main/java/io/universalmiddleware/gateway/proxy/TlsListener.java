package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.tls.CertificateFiles;
import java.time.Duration;

/**
 * How the edge listens with TLS, beside its other listener.
 *
 * @param port 0 takes a free one
 * @param certificates read anew while the edge runs
 * @param reload how often it is looked whether their files have changed
 * @param handshake from the connection to the end of its handshake, else it is closed
 */
public record TlsListener(int port, CertificateFiles certificates, Duration reload, Duration handshake) {}
