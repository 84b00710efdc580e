/** How users set up their second factor, prove themselves by it again, and remove it. */
@NullMarked
package io.universalmiddleware.gateway.identity.enrolment;

import org.jspecify.annotations.NullMarked;
