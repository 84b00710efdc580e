/** Types for identifiers. */
@NullMarked
package io.universalmiddleware.contracts.id;

import org.jspecify.annotations.NullMarked;
