/**
 * What is configured: one record per kind, composed of the features' own records, and all of one revision together.
 *
 * <p>A definition is read from its document without asking anything else, so that a node can read what another has accepted.
 * What concerns several definitions is said by their references and claims.
 */
@NullMarked
package io.universalmiddleware.gateway.definition;

import org.jspecify.annotations.NullMarked;
