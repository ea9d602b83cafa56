package dev.vitrine.server.cli;

import dev.vitrine.server.store.Database;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.epoll.Epoll;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Xnio;

/**
 * Loads on a second thread what a start needs later, while the first still reads its arguments and its configuration: half
 * of a start is the Java classes of the database, of HTTP and of RTMP waking up. Nothing waits for it, nothing depends on
 * it, and what fails here fails again where it is needed, and is told there.
 */
final class HeadStart {

    private static final Logger LOG = LoggerFactory.getLogger(HeadStart.class);

    private HeadStart() {}

    /** Returns at once. */
    static void begin() {
        Thread thread = new Thread(HeadStart::run, "head start");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        // In the order in which App needs them.
        List<Runnable> steps = List.of(
                Database::rehearse,
                () -> initialise(ByteBufUtil.class),
                Epoll::isAvailable,
                ManagementFactory::getPlatformMBeanServer,
                Xnio::getInstance,
                () -> initialise(HttpServerExchange.class),
                () -> initialise(HttpOpenListener.class));
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException | LinkageError e) {
                LOG.debug("no head start", e);
            }
        }
    }

    private static void initialise(Class<?> type) {
        try {
            Class.forName(type.getName(), true, type.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new LinkageError(type.getName(), impossible);
        }
    }
}
