package io.universalmiddleware.gateway.pool;

/** What a target speaks. */
public enum Protocol {
    /** HTTP/1.1 (RFC 9112), over TLS if the target's address says https. */
    HTTP1,
    /** HTTP/2 by prior knowledge (RFC 9113, section 3.3), without TLS. */
    H2C,
    /** HTTP/2 over TLS, agreed on by ALPN. */
    H2
}
