package dev.vitrine.server.http;

import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.ImageStore;
import dev.vitrine.server.store.SessionStore;
import dev.vitrine.server.store.ShowStore;
import dev.vitrine.server.store.TokenStore;
import dev.vitrine.server.store.UserStore;
import dev.vitrine.server.stream.LiveChannels;
import dev.vitrine.server.stream.ReplayShelf;
import dev.vitrine.server.stream.Storage;

/** What the API speaks for. */
public record ApiServices(
        ChannelStore channels,
        UserStore users,
        TokenStore tokens,
        SessionStore sessions,
        ShowStore shows,
        CatalogueStore catalogue,
        ImageStore images,
        LiveChannels live,
        ReplayShelf replays,
        ReplayPosters replayPosters,
        Storage storage) {}
