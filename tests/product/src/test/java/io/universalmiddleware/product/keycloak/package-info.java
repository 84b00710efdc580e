/** Logins and logouts by a real Keycloak: {@code ./um keycloak}, no part of {@code ./um test}. */
@NullMarked
package io.universalmiddleware.product.keycloak;

import org.jspecify.annotations.NullMarked;
