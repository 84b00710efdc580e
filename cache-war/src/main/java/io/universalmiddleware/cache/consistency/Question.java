package io.universalmiddleware.cache.consistency;

import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;

/** A question asks whether a command's effect is in a view. */
record Question(TenantId tenant, CommandId command, View view) {}
