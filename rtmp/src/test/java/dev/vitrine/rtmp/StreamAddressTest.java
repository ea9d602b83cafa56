package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamAddressTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "live, key, live, key",
                "live/, /key/, live, key",
                "/live, key, live, key",
                "live/sub, key, live, sub/key",
                "live, sub/key, live, sub/key",
                "live, rtmp://host:1935/live/key, live, key",
                "live, rtmp://host/other/key, live, other/key",
                "live, rtmp://host/live/sub/key, live, sub/key",
                "'', live/key, live, key",
                "'', key, '', key",
                "live, ' key ', live, key",
                "live, a key, live, a key",
                "live, a%20key, live, a key",
                "live, caf%C3%A9, live, café",
                "live, khóa, live, khóa",
                "live, 100%, live, 100%",
                "live, 50%zz, live, 50%zz",
                "live, %ff, live, %ff",
                "live?x=1, key, live, key",
                "live, key?x=1, live, key",
            })
    void encodersSplitAddressesInTheirOwnWays(String app, String name, String application, String key) {
        StreamAddress address = StreamAddress.of(app, name);
        assertThat(address.app()).isEqualTo(application);
        assertThat(address.key()).isEqualTo(key);
    }

    @Test
    void parameters_comeFromBothPlaces_theNamesWin() {
        assertThat(StreamAddress.of("live?a=1&b=2", "key?b=3&c&d=x%20y&=z").parameters())
                .isEqualTo(Map.of("a", "1", "b", "3", "c", "", "d", "x y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "..", "a/../b", "%2e%2e/x", "a%2fb", "a\\b", "a%00b", "a\nb", "./x"})
    void whatLooksLikeAPath_isRefusedWithoutBeingRepeated(String name) {
        assertThatThrownBy(() -> StreamAddress.of("live", name))
                .isInstanceOf(RtmpException.class)
                .hasMessageStartingWith("the stream name has a part that is")
                .hasMessageNotContaining(name);
        assertThatThrownBy(() -> StreamAddress.of(name, "key")).isInstanceOf(RtmpException.class);
    }

    @Test
    void emptyAndEndless_areRefused() {
        assertThatThrownBy(() -> StreamAddress.of("live", "/?x=1")).hasMessageContaining("the stream name is empty");
        assertThatThrownBy(() -> StreamAddress.of("live", "rtmp://host/live"))
                .hasMessageContaining("the stream name is empty");
        assertThatThrownBy(() -> StreamAddress.of("live", "k".repeat(513)))
                .hasMessageContaining("the stream name has 513 characters, more than 512");
    }

    @Test
    void toString_keepsTheSecret() {
        assertThat(StreamAddress.of("live", "sesame?pass=word").toString()).isEqualTo("StreamAddress[app=live]");
    }
}
