package dev.vitrine.server.http;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * The rest of a body that nobody wants. A connection that is closed while bytes arrive is reset, and the reset overtakes the
 * answer: whoever sends too much would see a broken connection and not why. So it is answered first, and what still comes
 * is read and dropped, for a while and up to a size.
 */
final class Leftovers {

    private static final int SECONDS = 5;
    private static final long MOST_BYTES = 32L << 20;

    private Leftovers() {}

    /** To be called on the exchange's I/O thread, before the answer is sent. */
    static void throwAway(HttpServerExchange exchange) {
        if (exchange.isRequestChannelAvailable()) {
            exchange.setMaxEntitySize(MOST_BYTES);
        }
        boolean goodbye = !exchange.isPersistent();
        // Undertow drops the rest of a body where the connection stays, and shuts the connection's reading where it
        // does not.
        exchange.setPersistent(true);
        XnioExecutor.Key patience = exchange.getIoThread()
                .executeAfter(() -> IoUtils.safeClose(exchange.getConnection()), SECONDS, TimeUnit.SECONDS);
        exchange.addExchangeCompleteListener((done, next) -> {
            patience.remove();
            next.proceed();
            if (goodbye) {
                IoUtils.safeClose(done.getConnection());
            }
        });
    }
}
