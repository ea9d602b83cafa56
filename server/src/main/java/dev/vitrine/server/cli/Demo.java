package dev.vitrine.server.cli;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.App;
import dev.vitrine.server.demo.DemoFiles;
import dev.vitrine.server.demo.DemoKey;
import dev.vitrine.server.demo.DemoProgramme;
import dev.vitrine.server.demo.DemoShop;
import dev.vitrine.server.store.UserStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code vitrine demo}: a server, a sample shop, and a programme of ours that a child process encodes and publishes over
 * RTMP as an encoder would. What is printed is a promise: one line each, once it is true.
 */
@Command(
        name = "demo",
        description = "Starts a server with a sample shop and a live programme, and prints where to look.",
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {

    static final String CHANNEL = "main";

    private static final int PICTURE_SECONDS = 60;

    private final Terminal terminal;

    @Option(names = "--data", paramLabel = "DIR", description = "Where the demo's data is kept (default: .demo).")
    private Path data = Path.of(".demo");

    @Option(names = "--http-port", paramLabel = "N", description = "Default: 8080; 0 takes any free port.")
    private @Nullable Integer httpPort;

    @Option(names = "--rtmp-port", paramLabel = "N", description = "Default: 1935; 0 takes any free port.")
    private @Nullable Integer rtmpPort;

    @Option(names = "--no-publish", description = "Only the server and the shop: publish with your own encoder.")
    private boolean noPublish;

    Demo(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        DemoFiles files = new DemoFiles(data.toAbsolutePath()).write();
        String key = DemoKey.of(files.data());
        Terminal demo = new Terminal(environment(), terminal.in(), terminal.out(), terminal.err(), terminal.clock());
        VitrineConfig config = DemoShop.withChannel(Settings.load(Optional.empty(), demo), CHANNEL, key);
        Logging.configure(config.log());
        Running running = new Running(Serve.start(config, demo));
        CountDownLatch stopped = Serve.closingAtExit(running::close);
        App app = running.app;

        DemoShop.stock(app.stores().catalogue(), app.stores().images(), files);
        UserStore.Credentials login = app.stores().users().resetFirst();
        String http = "http://localhost:" + app.httpAddress().getPort();
        String rtmp = "rtmp://localhost:" + app.rtmpAddress().getPort() + "/live";
        terminal.println("watch " + http + "/watch/" + CHANNEL);
        terminal.println("console " + http + "/admin/");
        terminal.println("login " + login.name() + " " + login.password());
        terminal.println("hls " + http + "/live/" + CHANNEL + "/index.m3u8");
        terminal.println("rtmp " + rtmp);
        terminal.println("key " + key);
        if (!noPublish) {
            DemoProgramme programme = running.publish(rtmp + "/" + key, files);
            programme.awaitPicture(PICTURE_SECONDS, TimeUnit.SECONDS);
            app.channels().awaitLive(CHANNEL, PICTURE_SECONDS, TimeUnit.SECONDS);
        }
        terminal.println("ready");
        stopped.await();
        return 0;
    }

    private Map<String, String> environment() {
        Map<String, String> env = new HashMap<>(terminal.env());
        env.put("VITRINE_DATA", data.toString());
        if (httpPort != null) {
            env.put("VITRINE_HTTP_PORT", httpPort.toString());
        }
        if (rtmpPort != null) {
            env.put("VITRINE_RTMP_PORT", rtmpPort.toString());
        }
        return env;
    }

    /** The server, and the programme when there is one: whoever stops it stops both, the child first. */
    private static final class Running {

        private final App app;
        private @Nullable DemoProgramme programme;
        private boolean closed;

        Running(App app) {
            this.app = app;
        }

        synchronized DemoProgramme publish(String url, DemoFiles files) throws IOException {
            if (closed) {
                throw new IOException("stopped before the programme began");
            }
            DemoProgramme started = DemoProgramme.start(app.channels(), CHANNEL, url, files);
            programme = started;
            return started;
        }

        synchronized void close() {
            closed = true;
            if (programme != null) {
                programme.close();
            }
            app.close();
        }
    }
}
