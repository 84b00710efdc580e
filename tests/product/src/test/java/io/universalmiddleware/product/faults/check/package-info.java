/** What must hold after a fault has healed: what was answered compared with every store and every push. */
@NullMarked
package io.universalmiddleware.product.faults.check;

import org.jspecify.annotations.NullMarked;
