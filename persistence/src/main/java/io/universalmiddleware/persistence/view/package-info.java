/** The rows of views. */
@NullMarked
package io.universalmiddleware.persistence.view;

import org.jspecify.annotations.NullMarked;
