/**
 * The configuration that the platform brings along: fixed keys, and the channels' keys, derived from its settings.
 *
 * <p>It is a jar of its own, since in an EAR the server looks for configuration in the application's libraries only, not
 * inside a web module.
 */
@NullMarked
package io.universalmiddleware.configuration;

import org.jspecify.annotations.NullMarked;
