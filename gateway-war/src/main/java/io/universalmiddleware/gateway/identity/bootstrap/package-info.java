/** The first administrator of a tenant that has none, by the node's settings. */
@NullMarked
package io.universalmiddleware.gateway.identity.bootstrap;

import org.jspecify.annotations.NullMarked;
