/** JSON as every interface of the platform reads and writes it. */
@NullMarked
package io.universalmiddleware.runtime.json;

import org.jspecify.annotations.NullMarked;
