/** The sample application: it greets people and remembers what it said. */
@NullMarked
package org.example.greeting;

import org.jspecify.annotations.NullMarked;
