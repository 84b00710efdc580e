/** Sessions that a browser holds by a cookie. */
@NullMarked
package io.universalmiddleware.gateway.identity.browser;

import org.jspecify.annotations.NullMarked;
