/** Accounts, their sessions and tokens, and the keys that sign. */
@NullMarked
package io.universalmiddleware.persistence.identity;

import org.jspecify.annotations.NullMarked;
