/** The ends of sessions that providers let in: by word of the provider, or told to it. */
@NullMarked
package io.universalmiddleware.gateway.identity.external.logout;

import org.jspecify.annotations.NullMarked;
