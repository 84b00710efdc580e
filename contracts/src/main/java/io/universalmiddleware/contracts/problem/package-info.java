/** Errors as every interface of the platform tells them (RFC 9457). */
@NullMarked
package io.universalmiddleware.contracts.problem;

import org.jspecify.annotations.NullMarked;
