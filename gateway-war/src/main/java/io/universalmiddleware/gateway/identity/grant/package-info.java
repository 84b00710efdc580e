/** What users' sessions let applications in to: authorization codes, grants and their refresh tokens. */
@NullMarked
package io.universalmiddleware.gateway.identity.grant;

import org.jspecify.annotations.NullMarked;
