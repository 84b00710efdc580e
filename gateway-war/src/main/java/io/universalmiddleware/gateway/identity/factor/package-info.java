/** The second factor: codes of authenticators, and recovery codes. */
@NullMarked
package io.universalmiddleware.gateway.identity.factor;

import org.jspecify.annotations.NullMarked;
