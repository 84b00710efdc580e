/** The platform's services over gRPC, as grpc-java's client sees them on the booted product. */
@NullMarked
package io.universalmiddleware.product.grpc;

import org.jspecify.annotations.NullMarked;
