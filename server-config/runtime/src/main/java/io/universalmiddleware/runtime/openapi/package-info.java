/** The description of the API. */
@NullMarked
package io.universalmiddleware.runtime.openapi;

import org.jspecify.annotations.NullMarked;
