package dev.vitrine.transcoder.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOptionsTest {

    @Test
    void parse_ofTheLeast_fillsInTheRest() throws Exception {
        DemoOptions options = DemoOptions.parse(List.of("--url", "rtmp://h/live/k", "--sheet", "s.csv"));

        assertThat(options.url()).isEqualTo(URI.create("rtmp://h/live/k"));
        assertThat(options.width()).isEqualTo(1280);
        assertThat(options.height()).isEqualTo(720);
        assertThat(options.framesPerSecond()).isEqualTo(30);
        assertThat(options.gopSeconds()).isEqualTo(2);
        assertThat(options.products()).isEmpty();
        assertThat(options.stamped()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--sheet s.csv                              | --url is missing",
                "--url rtmp://h/l/k --sheet s --fps 1000    | --fps '1000' is not a number from 5.0 to 60.0",
                "--url rtmp://h/l/k --sheet s --fps quick   | --fps 'quick' is not a number from 5.0 to 60.0",
                "--url rtmp://h/l/k --sheet s --hosts 2     | unknown option --hosts",
                "--url rtmp://h/l/k --sheet                 | '--sheet' is not an option, or its value is missing",
                "--url rtmp://h/l/k --sheet s --events f    | --events goes to standard output only: '-', not 'f'"
            })
    void parse_ofWhatIsWrong_saysWhat(String line, String message) {
        assertThatThrownBy(() -> DemoOptions.parse(List.of(line.split(" ", -1))))
                .isInstanceOf(DemoOptions.UsageException.class)
                .hasMessage(message);
    }
}
