package io.universalmiddleware.runtime.boot;

import io.universalmiddleware.contracts.settings.Roles;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Tells the boot when the web application, the last part to start, is there. */
@WebListener
public class BootListener implements ServletContextListener {
    private final BootExtension boot;
    private final Roles roles;
    private final OrderlyEnd end;

    @Inject
    public BootListener(BootExtension boot, Roles roles, OrderlyEnd end) {
        this.boot = boot;
        this.roles = roles;
        this.end = end;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        boot.up(roles);
        if (BootWatch.isOnlyApplication()) {
            end.begin();
        }
    }
}
