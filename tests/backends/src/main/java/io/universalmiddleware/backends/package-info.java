/** Real PostgreSQL, Kafka and Redis for a test: started once per JVM, or taken from addresses, and kept apart per test. */
@NullMarked
package io.universalmiddleware.backends;

import org.jspecify.annotations.NullMarked;
