package dev.vitrine.transcoder.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinSheetTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"0, '', 0", "59, '', 0", "60, A-1, 60", "449, A-1, 60", "450, '', 0", "2700, B-2, 2700"})
    void at_aFrame_isTheLastLiftBeforeIt(long frame, String sku, long since) throws IOException {
        PinSheet sheet = sheet("offset,sku,notes\n# the evening\n\n1:30,B-2\n2,A-1,silk\n15,\n");

        assertThat(sheet.at(frame, 30, 0))
                .isEqualTo(sku.isEmpty() ? Optional.empty() : Optional.of(new Scene.Pinned(sku, since)));
    }

    @Test
    void at_withRepeat_startsOver() throws IOException {
        PinSheet sheet = sheet("2,A-1\n8,\n");

        assertThat(sheet.at(310, 30, 10)).isEmpty();
        assertThat(sheet.at(360, 30, 10)).hasValue(new Scene.Pinned("A-1", 360));
        assertThat(sheet.at(3000 + 75, 30, 10)).hasValue(new Scene.Pinned("A-1", 3060));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "soon,A-1 | :1: offset 'soon' is not seconds (12.5) or minutes (1:30), 0 or more",
                "-1,A-1   | :1: offset '-1' is not seconds (12.5) or minutes (1:30), 0 or more",
                "12       | :1: '12' is not offset,sku"
            })
    void read_ofABadLine_saysWhereAndWhatIsAllowed(String line, String message) {
        assertThatThrownBy(() -> sheet(line)).isInstanceOf(IOException.class).hasMessageEndingWith(message);
    }

    private PinSheet sheet(String text) throws IOException {
        return PinSheet.read(Files.writeString(directory.resolve("sheet.csv"), text));
    }
}
