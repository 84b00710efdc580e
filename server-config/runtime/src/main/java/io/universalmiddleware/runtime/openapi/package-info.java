/** The description of the API, made fit for tools. */
@NullMarked
package io.universalmiddleware.runtime.openapi;

import org.jspecify.annotations.NullMarked;
