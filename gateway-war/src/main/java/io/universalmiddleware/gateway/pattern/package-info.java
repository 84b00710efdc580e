/** Regular expressions that cannot be made slow: RE2 syntax, time linear in the text. */
@NullMarked
package io.universalmiddleware.gateway.pattern;

import org.jspecify.annotations.NullMarked;
