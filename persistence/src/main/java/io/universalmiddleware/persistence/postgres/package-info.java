/** The connection to PostgreSQL: data source, schema, sessions, readiness. */
@NullMarked
package io.universalmiddleware.persistence.postgres;

import org.jspecify.annotations.NullMarked;
