/** Commands as they come from Kafka. */
@NullMarked
package io.universalmiddleware.processor.consuming;

import org.jspecify.annotations.NullMarked;
