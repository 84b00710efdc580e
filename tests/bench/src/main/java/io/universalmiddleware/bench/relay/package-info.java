/** Commit to Kafka, beside Debezium. */
@NullMarked
package io.universalmiddleware.bench.relay;

import org.jspecify.annotations.NullMarked;
