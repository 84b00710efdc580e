/**
 * The filters of a route: what a tenant's request passes through before an origin sees it, and its answer on the way back.
 *
 * <p>Plain: nothing here knows a server or a client. A feature's filter is thin and asks its feature's own classes.
 */
@NullMarked
package io.universalmiddleware.gateway.filter;

import org.jspecify.annotations.NullMarked;
