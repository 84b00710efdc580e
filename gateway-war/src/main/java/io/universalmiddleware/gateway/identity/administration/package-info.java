/** A tenant's users as its administrators manage them: {@code /admin/v1/users}. */
@NullMarked
package io.universalmiddleware.gateway.identity.administration;

import org.jspecify.annotations.NullMarked;
