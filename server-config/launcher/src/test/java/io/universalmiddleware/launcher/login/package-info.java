@NullMarked
package io.universalmiddleware.launcher.login;

import org.jspecify.annotations.NullMarked;
