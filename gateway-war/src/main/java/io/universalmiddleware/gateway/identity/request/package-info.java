/** Requests for identity as clients send them. */
@NullMarked
package io.universalmiddleware.gateway.identity.request;

import org.jspecify.annotations.NullMarked;
