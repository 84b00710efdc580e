/** What a route takes: JSON Schema (2020-12) and OpenAPI 3.1. */
@NullMarked
package io.universalmiddleware.gateway.validating;

import org.jspecify.annotations.NullMarked;
