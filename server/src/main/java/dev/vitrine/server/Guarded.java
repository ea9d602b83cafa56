package dev.vitrine.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A repeated task that goes on being repeated when it fails once: a scheduler would silently drop it. */
final class Guarded {

    private static final Logger log = LoggerFactory.getLogger(Guarded.class);

    private Guarded() {}

    static Runnable run(String name, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("{} failed and is tried again", name, e);
            }
        };
    }
}
