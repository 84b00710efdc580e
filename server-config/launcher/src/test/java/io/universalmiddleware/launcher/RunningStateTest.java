package io.universalmiddleware.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.launcher.stack.Layout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningStateTest {
    @TempDir
    Path directory;

    @Test
    void aLivingProcessIsFoundUntilItTakesItsStateAway() {
        Home home = new Home(directory);
        RunningState.mine(true, Layout.SPLIT).write(home);

        assertThat(RunningState.read(home)).contains(RunningState.mine(true, Layout.SPLIT));
        RunningState.remove(home);
        assertThat(RunningState.read(home)).isEmpty();
    }

    @Test
    void anotherProcessWithTheSameIdIsNotTheOneThatWrote() {
        Home home = new Home(directory);
        RunningState mine = RunningState.mine(true, Layout.SPLIT);
        new RunningState(mine.pid(), mine.begun() - 60_000, true, Layout.ONE).write(home);

        assertThat(RunningState.read(home)).isEmpty();
    }
}
