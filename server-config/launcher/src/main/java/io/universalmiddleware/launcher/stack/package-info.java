/** The whole platform as processes on this machine: stores, application server, keys; for the command line and for tests. */
@NullMarked
package io.universalmiddleware.launcher.stack;

import org.jspecify.annotations.NullMarked;
