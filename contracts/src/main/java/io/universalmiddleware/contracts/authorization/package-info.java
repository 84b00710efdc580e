/** What modules say of resources and tokens to whoever decides who may do what. */
@NullMarked
package io.universalmiddleware.contracts.authorization;

import org.jspecify.annotations.NullMarked;
