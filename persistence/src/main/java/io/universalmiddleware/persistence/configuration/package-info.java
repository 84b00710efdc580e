/**
 * The edge's configuration: entries as they stand, every revision that made them so, and what each node serves.
 *
 * <p>Whoever changes entries holds the configuration's lock until the transaction ends. So revisions are numbered without gaps
 * in the order in which they commit: who has seen revision n has seen all before it.
 */
@NullMarked
package io.universalmiddleware.persistence.configuration;

import org.jspecify.annotations.NullMarked;
