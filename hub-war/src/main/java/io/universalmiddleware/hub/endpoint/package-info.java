/** The hub as a Jakarta WebSocket endpoint, for deployments that may open no port of their own. */
@NullMarked
package io.universalmiddleware.hub.endpoint;

import org.jspecify.annotations.NullMarked;
