/** Whose request it is: tenants by sub-domain, by a domain of their own, by a header field. */
@NullMarked
package io.universalmiddleware.gateway.tenancy;

import org.jspecify.annotations.NullMarked;
