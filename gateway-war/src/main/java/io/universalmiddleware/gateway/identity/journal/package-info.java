/** What identity writes into the audit. */
@NullMarked
package io.universalmiddleware.gateway.identity.journal;

import org.jspecify.annotations.NullMarked;
