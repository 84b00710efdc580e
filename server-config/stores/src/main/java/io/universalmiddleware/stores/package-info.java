/**
 * Real stores without an installation: PostgreSQL, Redis and Kafka as child processes of this JVM, on loopback.
 *
 * <p>Their binaries come with the build. Children end with their parent, data stays in the directory they were given.
 */
@NullMarked
package io.universalmiddleware.stores;

import org.jspecify.annotations.NullMarked;
