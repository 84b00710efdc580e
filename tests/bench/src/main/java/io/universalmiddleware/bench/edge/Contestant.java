package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.load.Wrk;
import java.net.URI;

/**
 * A contestant answers the same requests as the others.
 *
 * @param process whose processor time its answers cost
 */
record Contestant(String name, String process, Wrk load, URI address) {}
