/** How messages are named and addressed on Kafka. */
@NullMarked
package io.universalmiddleware.contracts.message;

import org.jspecify.annotations.NullMarked;
