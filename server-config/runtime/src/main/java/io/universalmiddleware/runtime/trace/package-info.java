/** The platform's spans on the server's OpenTelemetry. */
@NullMarked
package io.universalmiddleware.runtime.trace;

import org.jspecify.annotations.NullMarked;
