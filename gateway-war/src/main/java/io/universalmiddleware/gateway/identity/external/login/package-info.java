/** Logins by OpenID providers: begun, finished, and the accounts that they are linked to. */
@NullMarked
package io.universalmiddleware.gateway.identity.external.login;

import org.jspecify.annotations.NullMarked;
