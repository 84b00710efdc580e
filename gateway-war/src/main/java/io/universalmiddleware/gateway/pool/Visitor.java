package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.http.Fields;

/** A visitor is a request as a pool sees it: what it may be hashed by, and where a sticky cookie is put. */
public interface Visitor {

    /** The path that the origin is asked for. */
    String path();

    /** The address of the client, behind the proxies that are believed. */
    String clientAddress();

    /** What the origin is told. */
    Fields request();

    /** What is put on the answer, whatever that is. */
    Fields answer();
}
