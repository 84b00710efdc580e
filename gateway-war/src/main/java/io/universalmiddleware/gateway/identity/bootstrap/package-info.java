/** Identity over HTTP: {@code /api/v1/auth} and {@code /.well-known}. */
@NullMarked
package io.universalmiddleware.gateway.identity.bootstrap;

import org.jspecify.annotations.NullMarked;
