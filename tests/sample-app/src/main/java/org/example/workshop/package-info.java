/** A workshop whose machines break: handlers and a projection that fail on purpose until somebody mends what is broken. */
@NullMarked
package org.example.workshop;

import org.jspecify.annotations.NullMarked;
