package dev.vitrine.server.demo;

import dev.vitrine.config.Secret;
import dev.vitrine.config.VitrineConfig;
import dev.vitrine.config.VitrineConfig.ChannelConfig;
import dev.vitrine.config.VitrineConfig.Switch;
import dev.vitrine.overlay.CatalogueImport;
import dev.vitrine.overlay.ImportOptions;
import dev.vitrine.overlay.ImportResult;
import dev.vitrine.overlay.Product;
import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The sample shop: a channel, and six products with pictures that the programme's own artist draws. */
public final class DemoShop {

    private static final int DRAWING_SECONDS = 60;

    private DemoShop() {}

    /** The configuration with one more channel, whose key is known. */
    public static VitrineConfig withChannel(VitrineConfig config, String id, String key) {
        List<ChannelConfig> channels = new ArrayList<>(config.channels());
        channels.add(new ChannelConfig(
                id, "Vitrine Live", Optional.of(new Secret(key)), Duration.ZERO, Switch.AUTO, false, List.of()));
        return config.withChannels(channels);
    }

    /** Fills an empty catalogue; one that holds something is left as it is. */
    public static void stock(CatalogueStore catalogue, ImageStore images, DemoFiles files)
            throws IOException, InterruptedException {
        if (!catalogue.current().products().isEmpty()) {
            return;
        }
        draw(files);
        ImportResult result = CatalogueImport.read(Files.readAllBytes(files.products()), ImportOptions.NONE);
        if (!(result instanceof ImportResult.Read read)) {
            throw new IOException("the sample catalogue cannot be read: " + result);
        }
        List<Product> products = new ArrayList<>();
        for (Product product : read.products()) {
            Path picture = files.art().resolve(product.sku() + ".png");
            products.add(product.withFirstImage("/images/" + images.save(Files.readAllBytes(picture))));
        }
        catalogue.change(empty -> empty.merge(products));
    }

    private static void draw(DemoFiles files) throws IOException, InterruptedException {
        Process artist =
                DemoChild.start(files.data(), List.of("--write-art", files.art().toString()));
        try {
            if (!artist.waitFor(DRAWING_SECONDS, TimeUnit.SECONDS) || artist.exitValue() != 0) {
                throw new IOException("the sample products' pictures could not be drawn");
            }
        } finally {
            artist.destroyForcibly().waitFor();
        }
    }
}
