package io.universalmiddleware.launcher.stack;

/**
 * A layout says as how many processes the platform runs.
 *
 * @param nodes processes that play all roles, from 1; of no meaning when split
 * @param split whether each role has a process of its own instead
 */
public record Layout(int nodes, boolean split) {
    /** One process with all roles. */
    public static final Layout ONE = new Layout(1, false);

    /** A process for each of the five roles. */
    public static final Layout SPLIT = new Layout(1, true);

    public static final int MOST_NODES = 9;

    public Layout {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("nodes must be 1 to " + MOST_NODES);
        }
    }

    /** So many processes, each with all roles. */
    public static Layout ofNodes(int nodes) {
        return new Layout(nodes, false);
    }

    /** Reads what {@link #toString} wrote. */
    public static Layout parse(String text) {
        return text.equals("split") ? SPLIT : ofNodes(Integer.parseInt(text));
    }

    @Override
    public String toString() {
        return split ? "split" : Integer.toString(nodes);
    }
}
