/** What a shared cache may store, reuse, validate and must forget (RFC 9111, 5861, 9211, 9213): plain rules without stores or sockets. */
@NullMarked
package io.universalmiddleware.gateway.caching.rule;

import org.jspecify.annotations.NullMarked;
