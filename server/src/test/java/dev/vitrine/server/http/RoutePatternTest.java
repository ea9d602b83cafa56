package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutePatternTest {

    @ParameterizedTest
    @CsvSource({
        "/,                      /,                 true",
        "/products.json,         /products.json,    true",
        "/products.json,         /products.json/,   false",
        "/products.json,         /products.jsonx,   false",
        "/live/*,                /live/main/x/y,    true",
        "/live/*,                /live/,            true",
        "/live/*,                /live,             false",
        "/live/*,                /alive/x,          false",
        "/live/{channel}/events, /live/main/events, true",
        "/live/{channel}/events, /live/main/event,  false",
        "/live/{channel}/events, /live//events,     true",
        "/live/{channel}/events, /live/a/b/events,  false",
        "/watch/{channel},       /watch/a/,         false",
    })
    void path_fitsItsTemplateWhole(String template, String path, boolean fits) {
        assertThat(new RoutePattern(template).match(path).isPresent()).isEqualTo(fits);
    }

    @Test
    void variables_areNamedByTheTemplate() {
        assertThat(new RoutePattern("/a/{x}/b/{y}").match("/a/1/b/2")).contains(Map.of("x", "1", "y", "2"));
    }

    @ParameterizedTest
    @CsvSource({"/live/a/b,live", "/live,live", "/live/,live"})
    void firstSegment_isWhatRoutesAreSortedBy(String path, String first) {
        assertThat(RoutePattern.first(path)).isEqualTo(first);
    }
}
