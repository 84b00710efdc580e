@NullMarked
package io.universalmiddleware.launcher.demo;

import org.jspecify.annotations.NullMarked;
