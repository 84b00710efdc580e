/** What users say about themselves, and the address by which they are written to. */
@NullMarked
package io.universalmiddleware.gateway.identity.profile;

import org.jspecify.annotations.NullMarked;
