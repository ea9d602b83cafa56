package dev.vitrine.server.cli;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.App;
import dev.vitrine.server.StartException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vitrine serve}: the server, until it is told to stop. */
@Command(
        name = "serve",
        description = "Starts the server and runs until it is stopped (Ctrl-C, SIGTERM).",
        mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private Settings settings = new Settings();

    Serve(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        VitrineConfig config = settings.load(terminal);
        Logging.configure(config.log());
        App app = start(config, terminal);
        CountDownLatch stopped = closingAtExit(app::close);
        Greeting.print(app, terminal.out());
        stopped.await();
        return 0;
    }

    static App start(VitrineConfig config, Terminal terminal) {
        try {
            return App.start(config, Optional.ofNullable(terminal.env().get("VITRINE_ADMIN_TOKEN")));
        } catch (StartException e) {
            String message = String.valueOf(e.getMessage());
            throw e.isMisconfigured()
                    ? OperatorError.wrong(List.of("vitrine: " + message))
                    : OperatorError.failed(message);
        }
    }

    /** Ctrl-C and SIGTERM end the process through its shutdown hooks; this one closes in order. */
    static CountDownLatch closingAtExit(Runnable close) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            close.run();
                            stopped.countDown();
                        },
                        "shutdown"));
        return stopped;
    }
}
