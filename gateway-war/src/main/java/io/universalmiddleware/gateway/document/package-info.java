/** Configuration documents as they are read: field by field, with every violation told by its JSON pointer. */
@NullMarked
package io.universalmiddleware.gateway.document;

import org.jspecify.annotations.NullMarked;
