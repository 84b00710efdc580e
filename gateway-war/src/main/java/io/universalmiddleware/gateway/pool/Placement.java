package io.universalmiddleware.gateway.pool;

/**
 * A placement says that an endpoint is in a pool now.
 *
 * @param weight 0 to 65535; 0 takes no requests
 */
record Placement(Endpoint endpoint, int weight, boolean backup) {}
