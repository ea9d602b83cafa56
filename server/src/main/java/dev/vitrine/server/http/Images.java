package dev.vitrine.server.http;

import dev.vitrine.server.store.ImageStore;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.xnio.IoUtils;

/** {@code /images/…}: product pictures from disk, without a copy in the heap. */
final class Images {

    private final ImageStore images;

    Images(ImageStore images) {
        this.images = images;
    }

    /** On a worker: opening a file may take its time. */
    void send(HttpServerExchange exchange) throws IOException {
        String name = PathVariables.of(exchange, "name");
        Path file = images.find(name).orElseThrow(() -> Refusal.notFound("there is no picture " + name));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, ImageStore.mediaType(name));
        exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, channel.size());
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "public, max-age=31536000, immutable");
        exchange.getResponseSender().transferFrom(channel, new ClosesFile(channel));
    }

    private record ClosesFile(FileChannel channel) implements IoCallback {

        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            IoUtils.safeClose(channel);
            exchange.endExchange();
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException failure) {
            IoUtils.safeClose(channel);
            exchange.endExchange();
        }
    }
}
