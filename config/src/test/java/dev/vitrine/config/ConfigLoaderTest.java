package dev.vitrine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigLoaderTest {

    @TempDir
    private Path directory;

    /** A mistake and the exact words it is answered with; {@code |} is a line break. */
    private record Mistake(String yaml, List<String> answers) {}

    private static Mistake mistake(String yaml, String... answers) {
        return new Mistake(yaml, List.of(answers));
    }

    static List<Mistake> mistakes() {
        return List.of(
                mistake("htp:|  port: 1", "1:1: unknown key 'htp', did you mean 'http'?"),
                mistake("http:|  prot: 1", "2:3: unknown key 'http.prot', did you mean 'port'?"),
                mistake("http:|  zebra: 1", "2:3: unknown key 'http.zebra'"),
                mistake("http:|  port: 65536", "2:9: 'http.port' is '65536', must be 0 to 65535"),
                mistake("http:|  port: 80a", "2:9: 'http.port' is '80a', must be a whole number, 0 to 65535"),
                mistake("http:|  port: [1]", "2:9: 'http.port' must be one value"),
                mistake("http:|  port:", "2:3: 'http.port' has no value: give one, or leave the line out"),
                mistake("http: 8080", "1:7: 'http' must be keys with values, one a line and indented alike"),
                mistake("- http", "1:1: the configuration must be keys with values, one a line and indented alike"),
                mistake("http:|  port: 1|  port: 2", "3:3: 'http.port' is set twice, first at FILE:2:3: keep one"),
                mistake(
                        "http:|  public-url: live.example.com",
                        "2:15: 'http.public-url' is 'live.example.com', must be an address like https://live.example.com,"
                                + " without a path"),
                mistake(
                        "http:|  trusted-proxies: [10.0.0.0/8, 10.0.0.256, '10.0.0.0/33', proxy]",
                        "2:33: 'http.trusted-proxies' is '10.0.0.256', must be an address or network like 10.0.0.1,"
                                + " 10.0.0.0/8 or fd00::/8",
                        "2:45: 'http.trusted-proxies' is '10.0.0.0/33', must be an address or network like 10.0.0.1,"
                                + " 10.0.0.0/8 or fd00::/8",
                        "2:60: 'http.trusted-proxies' is 'proxy', must be an address or network like 10.0.0.1,"
                                + " 10.0.0.0/8 or fd00::/8"),
                mistake(
                        "http:|  trusted-proxies: 10.0.0.1",
                        "2:20: 'http.trusted-proxies' must be a list, like [a, b] or one '- ' a line"),
                mistake(
                        "https:|  certificate: a.pem",
                        "2:3: 'https.certificate' is set without 'https.key': they go together"),
                mistake("https:|  key: a.pem", "2:3: 'https.key' is set without 'https.certificate': they go together"),
                mistake(
                        "hls:|  part-duration: 0.5s",
                        "2:18: 'hls.part-duration' is '0.5s', must be a whole number with ms, s, m, h or d, like 500ms or"
                                + " 30m"),
                mistake("hls:|  part-duration: 100ms", "2:18: 'hls.part-duration' is '100ms', must be 200ms to 2s"),
                mistake(
                        "hls:|  target-duration: 4500ms",
                        "2:3: 'hls.target-duration' is 4500ms, must be whole seconds"),
                mistake(
                        "hls:|  segment-duration: 6s",
                        "2:3: 'hls.segment-duration' contradicts the other: 'hls.target-duration' 4s must not be below"
                                + " 'hls.segment-duration' 6s"),
                mistake(
                        "hls:|  segment-duration: 1s|  part-duration: 1s",
                        "3:3: 'hls.part-duration' contradicts the other: 'hls.part-duration' 1s must be below"
                                + " 'hls.segment-duration' 1s"),
                mistake(
                        "rtmp:|  takeover: rejct",
                        "2:13: 'rtmp.takeover' is 'rejct', must be one of takeover, reject, did you mean 'reject'?"),
                mistake(
                        "rtmp:|  max-message: 8",
                        "2:16: 'rtmp.max-message' is '8', must be a whole number with KB, MB, GB or TB, like 50MB"),
                mistake("rtmp:|  max-message: 100MB", "2:16: 'rtmp.max-message' is '100MB', must be 64KB to 64MB"),
                mistake(
                        "rtmp:|  max-message: 20MB",
                        "2:3: 'rtmp.max-message' contradicts the other: 'rtmp.max-buffered' 16MB must not be below"
                                + " 'rtmp.max-message' 20MB"),
                mistake(
                        "rtmp:|  login-app: live",
                        "2:3: 'rtmp.login-app' is 'live', as 'rtmp.app' is: choose another, or leave it empty"),
                mistake(
                        "rtmp:|  publish-hook: {url: 'ftp://shop.example'}",
                        "2:23: 'rtmp.publish-hook.url' is 'ftp://shop.example', must be an address like"
                                + " https://shop.example/may-publish, without a password"),
                mistake(
                        "rtmp:|  max-buffered: 900MB",
                        "2:3: 'rtmp.max-buffered' contradicts the other: 'rtmp.max-buffered' 900MB must not be above"
                                + " 'rtmp.budgets.buffered-in-total' 256MB"),
                mistake(
                        "channels:|  - {id: a, encoder-cues: yes}",
                        "2:27: 'channels[0].encoder-cues' is 'yes', must be true or false"),
                mistake("rtmp:|  port: 8080", "1:1: 'rtmp' listens on port 8080 as 'http' does: choose another 'port'"),
                mistake("cues:|  max-per-second: 0", "2:19: 'cues.max-per-second' is '0', must be 1 to 100"),
                mistake("storage:|  quota: 1MB", "2:10: 'storage.quota' is '1MB', must be 1GB to 1000TB"),
                mistake(
                        "channels:|  - title: Main|    kee: x",
                        "2:5: 'channels[0].id' is missing: every channel needs one",
                        "3:5: unknown key 'channels[0].kee'"),
                mistake(
                        "channels: [{id: Main}]",
                        "1:17: 'channels[0].id' is 'Main', must be 1 to 63 characters of a-z, 0-9 and '-', the first not"
                                + " '-'"),
                mistake(
                        "channels:|  - id: a|    stream-key: s3cret|  - id: a|    stream-key: s3cret",
                        "4:5: 'channels[1].id' is 'a', which an earlier channel has: choose another",
                        "5:5: 'channels[1].stream-key' is the key of an earlier channel: the key tells channels apart"),
                mistake(
                        "channels: [{id: a, stream-key: 'no spaces'}]",
                        "1:32: 'channels[0].stream-key' must be 4 to 128 letters, digits, '.', '_', '~' or '-'"),
                mistake("brand:|  accent: red", "2:11: 'brand.accent' is 'red', must be a colour like #e4572e"),
                mistake(
                        "brand:|  accent: '#333333'",
                        "2:11: 'brand.accent' is '#333333', must be a brighter colour: its contrast on the player's dark"
                                + " surface is 1.4:1, the least is 3:1"),
                mistake("brand:|  name: ''", "2:9: 'brand.name' is '', must be one line of 1 to 60 characters"),
                mistake(
                        "embed:|  allowed-origins: ['https://a.example/x', 'http://a.example']",
                        "2:21: 'embed.allowed-origins' is 'https://a.example/x', must be an origin like"
                                + " https://shop.example, without a path (http only for localhost)",
                        "2:44: 'embed.allowed-origins' is 'http://a.example', must be an origin like"
                                + " https://shop.example, without a path (http only for localhost)"),
                mistake("log:|  level: loud", "2:10: 'log.level' is 'loud', must be one of error, warn, info, debug"),
                mistake("a: [", "1:5: not YAML: expected the node content, but found '<stream end>'"),
                mistake(
                        "\tdata: x",
                        "1:1: not YAML: found character '\\t(TAB)' that cannot start any token."
                                + " (Do not use \\t(TAB) for indentation)"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistake_isAnsweredWithItsPlaceAndBound(Mistake mistake) throws IOException {
        Path file = write(mistake.yaml().replace('|', '\n'));
        assertThat(problems(ConfigLoader.load(Optional.of(file), Map.of())))
                .map(problem -> problem.replace(file.toString(), "FILE"))
                .isEqualTo(mistake.answers().stream()
                        .map(answer -> "FILE:" + answer)
                        .toList());
    }

    @Test
    void allMistakes_areReportedAtOnce_inTheOrderOfTheFile_thenOfTheEnvironment() throws IOException {
        Path file = write("""
                log:
                  level: x
                http:
                  port: -1
                  por: 2
                """);
        assertThat(problems(ConfigLoader.load(
                        Optional.of(file), Map.of("VITRINE_HTTP_HOSTT", "x", "VITRINE_RTMP_PORT", "x", "HOME", "/"))))
                .map(problem -> problem.replace(file.toString(), "FILE"))
                .containsExactly(
                        "FILE:2:10: 'log.level' is 'x', must be one of error, warn, info, debug",
                        "FILE:4:9: 'http.port' is '-1', must be 0 to 65535",
                        "FILE:5:3: unknown key 'http.por', did you mean 'port'?",
                        "VITRINE_RTMP_PORT: 'rtmp.port' is 'x', must be a whole number, 0 to 65535",
                        "VITRINE_HTTP_HOSTT: unknown environment variable, did you mean 'VITRINE_HTTP_HOST'?");
    }

    @Test
    void theEnvironment_winsOverTheFile() throws IOException {
        Path file = write("data: here\nhls: {part-duration: 1s}\nhttp: {trusted-proxies: [10.0.0.1]}");
        VitrineConfig config = loaded(ConfigLoader.load(
                Optional.empty(),
                Map.of(
                        "VITRINE_CONFIG", file.toString(),
                        "VITRINE_DATA", "/srv/vitrine",
                        "VITRINE_HLS_PART_DURATION", "250ms",
                        "VITRINE_HTTP_TRUSTED_PROXIES", "10.0.0.2, fd00::/8",
                        "VITRINE_ADMIN_TOKEN", "secret",
                        "VITRINE_JAVA_OPTS", "-Xmx1g",
                        "VITRINE_CACHE", "/var/cache/vitrine",
                        "VITRINE_HOME", "/opt/vitrine")));
        assertThat(config.data()).isEqualTo(Path.of("/srv/vitrine"));
        assertThat(config.hls().partDuration()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.http().trustedProxies()).containsExactly("10.0.0.2", "fd00::/8");
    }

    @Test
    void whatIsPrinted_loadsAgain() throws IOException {
        Path file = write(String.join(
                "\n",
                "data: /srv/vitrine data",
                "http: {port: 0, public-url: 'https://live.example.com/', trusted-proxies: [10.0.0.0/8, '::1']}",
                "https: {certificate: /a.pem, key: \"/b \\\"quoted\\\".pem\"}",
                "rtmp: {takeover: reject, max-message: 1500KB, idle-timeout: 90s}",
                "hls: {window: 12h, part-duration: 333ms}",
                "channels:",
                "  - {id: main, title: 'Áo dài: lụa', capture-delay: 800ms}",
                "  - {id: b}",
                "brand: {language: vi, accent: '#FFAA00'}",
                "embed: {allowed-origins: ['https://shop.example']}"));
        VitrineConfig config = loaded(ConfigLoader.load(Optional.of(file), Map.of()));
        Path printed = write(ConfigLoader.print(config));
        assertThat(loaded(ConfigLoader.load(Optional.of(printed), Map.of()))).isEqualTo(config);
    }

    @Test
    void print_masksSecrets() throws IOException {
        Path file = write("channels: [{id: main, stream-key: very-secret}]");
        VitrineConfig config = loaded(ConfigLoader.load(Optional.of(file), Map.of()));
        assertThat(ConfigLoader.print(config)).contains("  - id: \"main\"\n").doesNotContain("very-secret");
        assertThat(config.toString()).doesNotContain("very-secret");
        assertThat(config.channels().get(0).streamKey()).contains(new Secret("very-secret"));
    }

    @Test
    void aFile_thatIsMissingOrNoText_isNamed() throws IOException {
        Path missing = directory.resolve("none.yml");
        assertThat(problems(ConfigLoader.load(Optional.of(missing), Map.of())))
                .containsExactly(missing + ": there is no such file");
        Path binary = directory.resolve("binary.yml");
        Files.write(binary, "data: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(ConfigLoader.load(Optional.of(binary), Map.of())))
                .containsExactly(binary + ": the file must be text in UTF-8");
    }

    @Test
    void anEmptyFile_meansTheDefaults() throws IOException {
        assertThat(loaded(ConfigLoader.load(Optional.of(write("# nothing\n")), Map.of())))
                .isEqualTo(ConfigManualTest.defaults());
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "vitrine", ".yml"), yaml);
    }

    private static VitrineConfig loaded(LoadResult result) {
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        return ((LoadResult.Loaded) result).config();
    }

    private static List<String> problems(LoadResult result) {
        assertThat(result).isInstanceOf(LoadResult.Faulty.class);
        return ((LoadResult.Faulty) result)
                .problems().stream().map(ConfigProblem::toString).toList();
    }
}
