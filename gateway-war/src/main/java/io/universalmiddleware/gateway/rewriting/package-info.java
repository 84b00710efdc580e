/** What a route changes of a request's path, query and header fields, and of an answer's fields. */
@NullMarked
package io.universalmiddleware.gateway.rewriting;

import org.jspecify.annotations.NullMarked;
