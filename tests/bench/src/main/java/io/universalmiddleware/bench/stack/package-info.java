/** What is measured: a platform with stores of its own, and what it uses of the machine. */
@NullMarked
package io.universalmiddleware.bench.stack;

import org.jspecify.annotations.NullMarked;
