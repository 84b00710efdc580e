/** Lists are shown in pages, each of which tells where the next begins. */
@NullMarked
package io.universalmiddleware.contracts.paging;

import org.jspecify.annotations.NullMarked;
