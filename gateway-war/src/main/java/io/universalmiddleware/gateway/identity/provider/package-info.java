/** The platform as the authorization server of its tenants' applications (RFC 6749): {@code /oauth2} and its metadata. */
@NullMarked
package io.universalmiddleware.gateway.identity.provider;

import org.jspecify.annotations.NullMarked;
