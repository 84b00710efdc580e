/** Logins by OpenID providers as clients ask for them. */
@NullMarked
package io.universalmiddleware.gateway.identity.external.rest;

import org.jspecify.annotations.NullMarked;
