package io.universalmiddleware.bench;

import java.util.List;

/** A suite measures what belongs together, on a fresh platform that it starts and stops. */
public interface Suite {
    /** As it is asked for on the command line. */
    String name();

    /** What it measures, for people. */
    String about();

    /** Measures; takes four minutes at most, with the options that are the default. */
    List<Figure> measure(Run run) throws Exception;
}
