package io.universalmiddleware.launcher;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in this jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"Universal Middleware " + text()};
    }

    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }
}
