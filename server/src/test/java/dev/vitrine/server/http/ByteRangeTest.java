package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=10-19, 10, 10",
        "bytes=90-, 90, 10",
        "bytes=90-500, 90, 10",
        "bytes=-10, 90, 10",
        "bytes=-500, 0, 100",
    })
    void singleRange_isCutToTheResource(String header, long first, long length) {
        ByteRange range = ByteRange.of(header, 100);
        assertThat(range.first()).isEqualTo(first);
        assertThat(range.length()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-6", "bytes=x-y", "items=0-1", "bytes=9-3", "bytes=99999999999999999999-"})
    void whatCannotBeRead_isAnsweredWhole(String header) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange(0, 100, 100));
    }

    @Test
    void beyondTheEnd_isUnsatisfiable() {
        assertThat(ByteRange.of("bytes=100-", 100).isUnsatisfiable()).isTrue();
        assertThat(ByteRange.of("bytes=-0", 100).isUnsatisfiable()).isTrue();
    }

    @Test
    void contentRange_namesFirstLastAndTotal() {
        assertThat(ByteRange.of("bytes=10-19", 100).contentRange()).isEqualTo("bytes 10-19/100");
    }
}
