/** Mail to users, handed over by SMTP. */
@NullMarked
package io.universalmiddleware.gateway.identity.mail;

import org.jspecify.annotations.NullMarked;
