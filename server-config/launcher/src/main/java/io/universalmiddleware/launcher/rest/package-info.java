/** Requests of the running platform's REST API. */
@NullMarked
package io.universalmiddleware.launcher.rest;

import org.jspecify.annotations.NullMarked;
