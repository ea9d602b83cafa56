package dev.vitrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessGuardTest {

    private final ProcessGuard guard = new ProcessGuard(Duration.ofMillis(100));

    @Test
    void afterEach_withNothingLeft_isContent() {
        guard.beforeEach(null);
        guard.afterEach(null);
    }

    @Test
    void afterEach_withAProcessLeft_namesIt() throws Exception {
        guard.beforeEach(null);
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThatThrownBy(() -> guard.afterEach(null)).hasMessageContaining("process " + process.pid());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void afterEach_withAThreadLeft_namesIt() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "forgotten");
        guard.beforeEach(null);
        thread.start();
        try {
            assertThatThrownBy(() -> guard.afterEach(null)).hasMessageContaining("thread 'forgotten'");
        } finally {
            end.countDown();
            thread.join();
        }
        guard.afterEach(null);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void afterEach_withAPortLeft_namesIt() throws Exception {
        guard.beforeEach(null);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> guard.afterEach(null)).hasMessageContaining("port " + socket.getLocalPort());
        }
    }

    @Test
    void tools_thatAreMissing_sayHowToGetThem() {
        assertThatThrownBy(() -> Tools.find("no-such-program"))
                .hasMessage("the program no-such-program is not installed: run scripts/setup");
        assertThat(Tools.find("sh")).isExecutable();
    }

    @Test
    void wait_inVain_saysForWhatAndWhatThereWas() {
        assertThatThrownBy(() -> Wait.until(Duration.ofMillis(20), "the moon", () -> false, () -> "a cheese"))
                .hasMessage("waited 0.02 s for the moon; instead: a cheese");
    }
}
