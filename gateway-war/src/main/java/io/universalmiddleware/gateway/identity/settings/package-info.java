/** How identity is configured. */
@NullMarked
package io.universalmiddleware.gateway.identity.settings;

import org.jspecify.annotations.NullMarked;
