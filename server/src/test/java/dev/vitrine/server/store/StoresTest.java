package dev.vitrine.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.server.store.Channel.KeySource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {

    private static final Instant NOW = Instant.parse("2026-11-22T18:06:40.123Z");

    @TempDir
    Path directory;

    private final InstantSource clock = InstantSource.fixed(NOW);
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("vitrine.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void channel_createdKey_opensItUntilRotated() {
        ChannelStore channels = new ChannelStore(database, clock);
        String first = channels.create("main", "Main").orElseThrow().streamKey();
        assertThat(first).hasSize(26).matches("[a-z2-9]+");
        assertThat(channels.findByKey(first)).map(Channel::id).contains("main");

        String second = channels.newKey("main").orElseThrow();
        assertThat(channels.findByKey(first)).isEmpty();
        assertThat(channels.findByKey(second)).map(Channel::id).contains("main");
    }

    @Test
    void channel_sameIdTwice_refused() {
        ChannelStore channels = new ChannelStore(database, clock);
        channels.create("main", "Main");
        assertThat(channels.create("main", "Other")).isEmpty();
        assertThat(channels.find("main")).map(Channel::title).contains("Main");
    }

    @Test
    void channel_impossibleValues_sayWhatIsAllowed() {
        ChannelStore channels = new ChannelStore(database, clock);
        assertThatThrownBy(() -> channels.create("../etc", "x")).hasMessageContaining("channel id '../etc'");
        assertThatThrownBy(() -> channels.create("main", " ")).hasMessageContaining("1 to 200 characters");
        channels.create("main", "Main");
        assertThatThrownBy(() -> channels.update("main", "Main", Duration.ofSeconds(31), IngestRules.NONE))
                .hasMessage("captureDelayMillis 31000 must be 0 to 30000");
    }

    @Test
    void configuredChannel_keyIsTheFiles_andGoesWithIt() {
        ChannelStore channels = new ChannelStore(database, clock);
        channels.configure(List.of(new ConfiguredChannel("main", "Main", Optional.of("fixed-key-1"), Duration.ZERO)));
        channels.update("main", "Main", Duration.ofMillis(300), IngestRules.NONE);
        channels.configure(
                List.of(new ConfiguredChannel("main", "Renamed", Optional.of("fixed-key-2"), Duration.ZERO)));

        assertThat(channels.findByKey("fixed-key-1")).isEmpty();
        Channel channel = channels.findByKey("fixed-key-2").orElseThrow();
        assertThat(channel.title()).isEqualTo("Renamed");
        assertThat(channel.captureDelay()).hasMillis(300);
        assertThat(channel.keySource()).isEqualTo(KeySource.CONFIGURATION);
        assertThat(channels.newKey("main")).isEmpty();

        channels.configure(List.of());
        assertThat(channels.findByKey("fixed-key-2")).isEmpty();
        assertThat(channels.newKey("main")).isPresent();
    }

    @Test
    void configuredChannel_withoutKey_getsOneOnce() {
        ChannelStore channels = new ChannelStore(database, clock);
        var configured = List.of(new ConfiguredChannel("main", "Main", Optional.empty(), Duration.ofMillis(200)));
        var made = channels.configure(configured);
        assertThat(made).singleElement().satisfies(keyed -> {
            assertThat(channels.findByKey(keyed.streamKey()))
                    .map(Channel::captureDelay)
                    .contains(Duration.ofMillis(200));
            assertThat(keyed.channel().keySource()).isEqualTo(KeySource.DATABASE);
        });
        assertThat(channels.configure(configured)).isEmpty();
        assertThat(channels.findByKey(made.get(0).streamKey())).isPresent();
    }

    @Test
    void secrets_areNowhereInTheFile() throws Exception {
        ChannelStore channels = new ChannelStore(database, clock);
        String key = channels.create("main", "Main").orElseThrow().streamKey();
        String token = new TokenStore(database, clock).create("script").secret();
        UserStore.quick(database, clock).add("linh", "correct horse battery");
        channels.configure(
                List.of(new ConfiguredChannel("fixed", "Fixed", Optional.of("key-of-the-yaml-file"), Duration.ZERO)));
        database.copyTo(directory.resolve("copy.db"));

        String bytes = Files.readString(directory.resolve("copy.db"), StandardCharsets.ISO_8859_1);
        assertThat(bytes)
                .contains("Fixed")
                .doesNotContain(key)
                .doesNotContain(token)
                .doesNotContain("correct horse battery")
                .doesNotContain("key-of-the-yaml-file");
    }

    @Test
    void user_onlyTheRightPassword() {
        UserStore users = UserStore.quick(database, clock);
        assertThat(users.add("linh", "xin chào các bạn")).isTrue();
        assertThat(users.add("linh", "something else")).isFalse();

        assertThat(users.authenticate("linh", "xin chào các bạn")).isPresent();
        assertThat(users.authenticate("linh", "something else")).isEmpty();
        assertThat(users.authenticate("nobody", "xin chào các bạn")).isEmpty();
        assertThat(users.authenticate("linh", "x".repeat(2000))).isEmpty();

        assertThat(users.changePassword("linh", "a new password")).isTrue();
        assertThat(users.authenticate("linh", "xin chào các bạn")).isEmpty();
        assertThat(users.authenticate("linh", "a new password")).isPresent();
    }

    @Test
    void user_impossibleNamesAndPasswords_refused() {
        UserStore users = UserStore.quick(database, clock);
        assertThatThrownBy(() -> users.add("a b", "long enough")).hasMessageContaining("user name 'a b'");
        assertThatThrownBy(() -> users.add("linh", "short")).hasMessageContaining("8 to 1024 characters, not 5");
    }

    @Test
    void passwordHash_keepsItsParameters() {
        String kept = PasswordHash.of("secret words", 1234);
        assertThat(kept).startsWith("pbkdf2-sha256$1234$");
        assertThat(PasswordHash.matches("secret words", kept)).isTrue();
        assertThat(PasswordHash.matches("secret word", kept)).isFalse();
        assertThatThrownBy(() -> PasswordHash.matches("x", "md5$abc")).hasMessageContaining("unknown form");
        assertThat(PasswordHash.ITERATIONS).isGreaterThanOrEqualTo(600_000);
    }

    @Test
    void token_worksUntilRevoked_evenByAnotherProcess() {
        TokenStore tokens = new TokenStore(database, clock);
        TokenStore.Issued issued = tokens.create("stream deck");
        assertThat(tokens.list()).singleElement().extracting("lastUsed").isNull();
        assertThat(tokens.authenticate(issued.secret())).isPresent();
        assertThat(tokens.list()).singleElement().extracting("lastUsed").isEqualTo(NOW);

        try (Database command = Database.open(database.file())) {
            assertThat(new TokenStore(command, clock).revoke(issued.token().id()))
                    .isTrue();
        }
        assertThat(tokens.authenticate(issued.secret())).isEmpty();
    }

    @Test
    void session_secretStays_revocationHolds() {
        SessionStore sessions = new SessionStore(database, clock);
        assertThat(sessions.secret()).hasSize(32).isEqualTo(new SessionStore(database, clock).secret());
        sessions.revoke("s1", NOW.plusSeconds(60));
        assertThat(sessions.isRevoked("s1")).isTrue();
        assertThat(sessions.isRevoked("s2")).isFalse();

        SessionStore later = new SessionStore(database, InstantSource.fixed(NOW.plusSeconds(61)));
        later.revoke("s2", NOW.plusSeconds(100));
        assertThat(later.isRevoked("s1")).isFalse();
    }

    @Test
    void show_livesThroughItsStates() {
        ShowStore shows = new ShowStore(database, clock);
        Show show = shows.plan("main", "Tết", null, "{\"items\":[]}");
        assertThat(show.id()).matches("20261122-180640-[a-z2-9]{4}");
        shows.create(show);
        assertThat(shows.planned("main")).contains(show);
        assertThat(shows.open()).isEmpty();

        shows.update(show.on(NOW).withContinuity("{\"nextMsn\":12}"));
        assertThat(shows.planned("main")).isEmpty();
        assertThat(shows.open("main")).map(Show::continuity).contains("{\"nextMsn\":12}");
        assertThat(shows.open()).singleElement().extracting(Show::state).isEqualTo(Show.State.LIVE);

        Show ended = show.on(NOW).ended(NOW.plusSeconds(90));
        assertThat(shows.update(ended)).isTrue();
        assertThat(shows.open("main")).isEmpty();
        assertThat(shows.find(show.id())).contains(ended);
        assertThat(shows.update(shows.plan("main", "never kept", null, null))).isFalse();
    }

    @Test
    void shows_newestFirst_andTheNextPlannedIsTheEarliest() {
        ShowStore shows = new ShowStore(database, clock);
        Show undated = shows.plan("main", "undated", null, null);
        Show later = shows.plan("main", "later", NOW.plusSeconds(7200), null);
        Show sooner = shows.plan("main", "sooner", NOW.plusSeconds(3600), null);
        List.of(undated, later, sooner).forEach(shows::create);

        assertThat(shows.list()).extracting(Show::title).containsExactly("later", "sooner", "undated");
        assertThat(shows.planned("main")).map(Show::title).contains("sooner");
        assertThat(shows.planned("other")).isEmpty();
    }
}
