/**
 * gRPC for the platform's own services: a call is the REST request that its method's {@code google.api.http} annotation names.
 *
 * <p>So there is one implementation of every rule, that of the resources, and what stands before them (who may do what, limits,
 * audit) holds for both. This package knows the schema, the forms of messages and statuses; it knows no connection.
 */
@NullMarked
package io.universalmiddleware.gateway.rpc;

import org.jspecify.annotations.NullMarked;
