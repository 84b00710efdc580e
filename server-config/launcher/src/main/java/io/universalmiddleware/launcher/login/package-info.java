/** Users of an installation on one's own machine, and how they log in. */
@NullMarked
package io.universalmiddleware.launcher.login;

import org.jspecify.annotations.NullMarked;
