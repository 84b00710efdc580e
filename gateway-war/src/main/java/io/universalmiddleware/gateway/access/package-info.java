/**
 * Access: who calls, and whether a route takes their call.
 *
 * <p>Tokens of the platform and of issuers that a tenant trusts, and API keys. Plain classes, but for {@code AccessFilter}.
 */
@NullMarked
package io.universalmiddleware.gateway.access;

import org.jspecify.annotations.NullMarked;
