/** Who is sent elsewhere, copied, turned away or disturbed on purpose: canaries, mirrors, maintenance, faults. */
@NullMarked
package io.universalmiddleware.gateway.splitting;

import org.jspecify.annotations.NullMarked;
