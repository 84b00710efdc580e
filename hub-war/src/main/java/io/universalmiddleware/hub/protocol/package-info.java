/** What hub and client say to each other: the Centrifugo client protocol, version 2, and its encodings. */
@NullMarked
package io.universalmiddleware.hub.protocol;

import org.jspecify.annotations.NullMarked;
