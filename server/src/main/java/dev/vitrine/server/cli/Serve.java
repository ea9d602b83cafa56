package dev.vitrine.server.cli;

import dev.vitrine.config.ConfigLoader;
import dev.vitrine.config.LoadResult;
import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.App;
import dev.vitrine.server.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitrine serve}: the server, until it is told to stop. */
@Command(
        name = "serve",
        description = "Starts the server and runs until it is stopped (Ctrl-C, SIGTERM).",
        mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; without it VITRINE_CONFIG, or the built-in defaults.")
    private @Nullable Path file;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Map<String, String> env = System.getenv();
        LoadResult result = ConfigLoader.load(Optional.ofNullable(file), env);
        if (result instanceof LoadResult.Faulty faulty) {
            faulty.problems().forEach(problem -> err.println(problem));
            return USAGE;
        }
        VitrineConfig config = ((LoadResult.Loaded) result).config();
        Logging.configure(config.log());
        return run(config, Optional.ofNullable(env.get("VITRINE_ADMIN_TOKEN")), err);
    }

    private Integer run(VitrineConfig config, Optional<String> adminToken, PrintWriter err)
            throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        App app;
        try {
            app = App.start(config, adminToken);
        } catch (StartException e) {
            err.println(e.getMessage());
            return FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(
                () -> {
                    app.close();
                    stopped.countDown();
                },
                "shutdown"));
        Greeting.print(app, spec.commandLine().getOut());
        stopped.await();
        return OK;
    }
}
