/** What is particular to the EAR on Payara Server. */
@NullMarked
package io.universalmiddleware.payaraserver;

import org.jspecify.annotations.NullMarked;
