/** Which addresses the platform connects to for a tenant: none inside, unless the operator allows it. */
@NullMarked
package io.universalmiddleware.gateway.network;

import org.jspecify.annotations.NullMarked;
