package io.universalmiddleware.gateway.network;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Names is how addresses of a name are found. Never blocks; fails if the name is not known or nobody answers. */
@FunctionalInterface
public interface Names {
    /** @param host a name, not an address */
    CompletionStage<List<InetAddress>> addresses(String host);
}
