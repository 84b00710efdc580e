/** The OpenID providers of tenants as the platform asks them: discovery, keys, and codes exchanged for whom they name. */
@NullMarked
package io.universalmiddleware.gateway.identity.external.provider;

import org.jspecify.annotations.NullMarked;
