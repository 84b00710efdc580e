/** An OpenID provider for tests. */
@NullMarked
package io.universalmiddleware.backends.openid;

import org.jspecify.annotations.NullMarked;
