/** The demonstration: the main job of the platform, done on the running installation and checked in all its stores. */
@NullMarked
package io.universalmiddleware.launcher.demo;

import org.jspecify.annotations.NullMarked;
