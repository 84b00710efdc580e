/** Accounts, from registration on. */
@NullMarked
package io.universalmiddleware.gateway.identity.account;

import org.jspecify.annotations.NullMarked;
