package dev.vitrine.server;

import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.CueStore;
import dev.vitrine.server.store.Database;
import dev.vitrine.server.store.ImageStore;
import dev.vitrine.server.store.SessionStore;
import dev.vitrine.server.store.ShowStore;
import dev.vitrine.server.store.TokenStore;
import dev.vitrine.server.store.UserStore;
import java.nio.file.Path;
import java.time.InstantSource;

/** All that is kept. */
public record Stores(
        ChannelStore channels,
        UserStore users,
        TokenStore tokens,
        SessionStore sessions,
        ShowStore shows,
        ImageStore images,
        CatalogueStore catalogue,
        CueStore cues) {

    /** @param logins whether encoders may log in with user and password */
    static Stores of(Database database, Path data, InstantSource wall, boolean logins) {
        return new Stores(
                new ChannelStore(database, wall, logins),
                new UserStore(database, wall),
                new TokenStore(database, wall),
                new SessionStore(database, wall),
                new ShowStore(database, wall),
                new ImageStore(data.resolve("images")),
                new CatalogueStore(database),
                new CueStore(database));
    }
}
