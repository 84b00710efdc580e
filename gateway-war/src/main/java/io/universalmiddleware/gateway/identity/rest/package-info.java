/** Identity over HTTP: {@code /api/v1/auth} and {@code /.well-known}. */
@NullMarked
package io.universalmiddleware.gateway.identity.rest;

import org.jspecify.annotations.NullMarked;
