/** What every log line of a piece of work carries. */
@NullMarked
package io.universalmiddleware.contracts.log;

import org.jspecify.annotations.NullMarked;
