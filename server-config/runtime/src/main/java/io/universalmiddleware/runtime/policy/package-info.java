/** The platform's decisions, for injection. */
@NullMarked
package io.universalmiddleware.runtime.policy;

import org.jspecify.annotations.NullMarked;
