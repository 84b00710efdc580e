/** What parts that know no store say for the audit. */
@NullMarked
package io.universalmiddleware.contracts.audit;

import org.jspecify.annotations.NullMarked;
