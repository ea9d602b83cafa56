package dev.vitrine.server.cli;

import dev.vitrine.config.ConfigLoader;
import dev.vitrine.config.LoadResult;
import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.App;
import dev.vitrine.server.FirstUser;
import dev.vitrine.server.StartException;
import dev.vitrine.server.demo.DemoFiles;
import dev.vitrine.server.demo.DemoKey;
import dev.vitrine.server.demo.DemoProgramme;
import dev.vitrine.server.demo.DemoShop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code vitrine demo}: a server, a sample shop, and a programme of ours that a child process encodes and publishes over
 * RTMP as an encoder would. What is printed is the contract: one line each, once it is true.
 */
@Command(
        name = "demo",
        description = "Starts a server with a sample shop and a live programme, and prints where to look.",
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {

    static final String CHANNEL = "main";

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "Where to keep the demo's data (default: .demo).")
    private Path data = Path.of(".demo");

    @Option(names = "--http-port", paramLabel = "N", description = "Default: 8080; 0 takes any free port.")
    private OptionalInt httpPort = OptionalInt.empty();

    @Option(names = "--rtmp-port", paramLabel = "N", description = "Default: 1935; 0 takes any free port.")
    private OptionalInt rtmpPort = OptionalInt.empty();

    @Option(names = "--no-publish", description = "Start the server and the shop only; publish with your own encoder.")
    private boolean noPublish;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        String key = DemoKey.of(data);
        LoadResult result = ConfigLoader.load(Optional.empty(), environment());
        if (result instanceof LoadResult.Faulty faulty) {
            faulty.problems().forEach(problem -> err.println(problem));
            return Serve.USAGE;
        }
        VitrineConfig config = DemoShop.withChannel(((LoadResult.Loaded) result).config(), CHANNEL, key);
        Logging.configure(config.log());
        try {
            App app = App.start(config, Optional.ofNullable(System.getenv("VITRINE_ADMIN_TOKEN")));
            return run(app, key);
        } catch (StartException e) {
            err.println(e.getMessage());
            return Serve.FAILED;
        }
    }

    private Integer run(App app, String key) throws InterruptedException, IOException {
        CountDownLatch stopped = new CountDownLatch(1);
        @Nullable DemoProgramme[] programme = new DemoProgramme[1];
        Runtime.getRuntime().addShutdownHook(new Thread(
                () -> {
                    DemoProgramme running = programme[0];
                    if (running != null) {
                        running.close();
                    }
                    app.close();
                    stopped.countDown();
                },
                "shutdown"));
        DemoFiles files = new DemoFiles(data).write();
        DemoShop.stock(app.stores().catalogue(), app.stores().images(), files);
        PrintWriter out = spec.commandLine().getOut();
        FirstUser.Login login = FirstUser.reset(app.stores().users());
        String http = "http://localhost:" + app.httpAddress().getPort();
        String rtmp = "rtmp://localhost:" + app.rtmpAddress().getPort() + "/live";
        say(out, "watch " + http + "/watch/" + CHANNEL);
        say(out, "console " + http + "/admin/");
        say(out, "login " + login.name() + " " + login.password());
        say(out, "hls " + http + "/live/" + CHANNEL + "/index.m3u8");
        say(out, "rtmp " + rtmp);
        say(out, "key " + key);
        if (!noPublish) {
            programme[0] = DemoProgramme.start(app.channels(), CHANNEL, rtmp + "/" + key, files);
            programme[0].awaitPicture(60, TimeUnit.SECONDS);
        }
        say(out, "ready");
        stopped.await();
        return Serve.OK;
    }

    private Map<String, String> environment() {
        Map<String, String> env = new HashMap<>(System.getenv());
        env.put("VITRINE_DATA", data.toString());
        httpPort.ifPresent(port -> env.put("VITRINE_HTTP_PORT", Integer.toString(port)));
        rtmpPort.ifPresent(port -> env.put("VITRINE_RTMP_PORT", Integer.toString(port)));
        return env;
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
