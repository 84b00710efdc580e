package io.universalmiddleware.product.faults.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small disk is a file system of its own that can be full: a tmpfs.
 *
 * <p>Root mounts it. Another user mounts it in a user and mount namespace that a process of ours holds open, and reaches it by that
 * process's {@code /proc/{pid}/root}. Where the kernel allows neither, it is a plain directory that refuses to be filled.
 */
public final class SmallDisk implements AutoCloseable {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final int NOBODY = 65534;
    private static final long SPARE_BYTES = 64 << 10;
    private static final String OPEN = "size=8g,mode=0777";

    private final Path place;
    private final @Nullable Process holder;
    private final @Nullable IOException refusal;

    private SmallDisk(Path place, @Nullable Process holder, @Nullable IOException refusal) {
        this.place = place;
        this.holder = holder;
        this.refusal = refusal;
    }

    /** @param at a directory, which is made */
    static SmallDisk at(Path at) throws IOException {
        Files.createDirectories(at);
        try {
            return mounted(at);
        } catch (IOException refused) {
            return new SmallDisk(at, null, refused);
        }
    }

    private static SmallDisk mounted(Path at) throws IOException {
        if (ROOT) {
            run("mount", "-t", "tmpfs", "-o", OPEN, "um-small-disk", at.toString());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> releaseQuietly(at), "small-disk-release"));
            return new SmallDisk(at, null, null);
        }
        Process holder = new ProcessBuilder(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o " + OPEN + " um-small-disk '" + at + "' && echo mounted && read end")
                .redirectErrorStream(true)
                .start();
        byte[] said = holder.getInputStream().readNBytes("mounted".length());
        if (!"mounted".equals(new String(said, StandardCharsets.UTF_8))) {
            throw new IOException("A disk that can be full needs root, or unprivileged user namespaces"
                    + " (sysctl kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns): "
                    + new String(said, StandardCharsets.UTF_8)
                    + new String(holder.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return new SmallDisk(Path.of("/proc/" + holder.pid() + "/root" + at), holder, null);
    }

    /** Lets go of what a run left there that was killed. */
    static void release(Path at) throws IOException {
        if (ROOT && Files.readString(Path.of("/proc/mounts")).contains(" " + at + " tmpfs ")) {
            run("umount", "--lazy", at.toString());
        }
    }

    private static void releaseQuietly(Path at) {
        try {
            release(at);
        } catch (IOException left) {
            System.err.println("A tmpfs is left at " + at + ": " + left.getMessage());
        }
    }

    /** Makes a directory that belongs to the account under which PostgreSQL runs, and answers it as all processes see it. */
    Path directory(String name) throws IOException {
        Path made = Files.createDirectory(place.resolve(name));
        if (ROOT) {
            Files.setAttribute(made, "unix:uid", NOBODY);
            Files.setAttribute(made, "unix:gid", NOBODY);
        }
        return made;
    }

    /**
     * Leaves room for a few pages and nothing more.
     *
     * @throws IOException if this machine lets nobody mount such a disk; says why
     */
    public void fill() throws IOException {
        if (refusal != null) {
            throw refusal;
        }
        String[] blocks = run("stat", "--file-system", "--format", "%b %f %S", place.toString())
                .strip()
                .split(" ");
        long used = (Long.parseLong(blocks[0]) - Long.parseLong(blocks[1])) * Long.parseLong(blocks[2]);
        remount("size=" + (used + SPARE_BYTES));
    }

    /** Gives room again. */
    public void empty() throws IOException {
        if (refusal == null) {
            remount(OPEN);
        }
    }

    @Override
    public void close() throws IOException {
        if (refusal != null) {
            return;
        }
        if (holder == null) {
            run("umount", "--lazy", place.toString());
        } else {
            holder.destroy();
        }
    }

    private void remount(String options) throws IOException {
        List<String> command = new ArrayList<>();
        String at = place.toString();
        if (holder != null) {
            String process = Long.toString(holder.pid());
            command.addAll(List.of("nsenter", "--target", process, "--user", "--mount", "--preserve-credentials"));
            at = at.substring(("/proc/" + process + "/root").length());
        }
        command.addAll(List.of("mount", "--options-mode", "ignore", "-o", "remount," + options, at));
        run(command.toArray(String[]::new));
    }

    /** What the command said. */
    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
        return said;
    }
}
