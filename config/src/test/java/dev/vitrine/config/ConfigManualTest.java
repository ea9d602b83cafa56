package dev.vitrine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The manual says what the code does. */
final class ConfigManualTest {

    @Test
    void theManual_parsesToExactlyTheDefaults() {
        assertThat(ConfigLoader.load(Optional.of(Path.of("vitrine.yml")), Map.of()))
                .isEqualTo(ConfigLoader.load(Optional.empty(), Map.of()))
                .isInstanceOf(LoadResult.Loaded.class);
    }

    @Test
    void theManual_namesEveryKey_inTheOrderOfTheRecords() {
        List<String> printed = keys(ConfigLoader.print(defaults()));
        assertThat(keys(ConfigLoader.manual())).containsExactlyInAnyOrderElementsOf(printed);
    }

    @Test
    void everyKey_hasAComment_thatIsASentence() {
        List<String> lines = ConfigLoader.manual().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (isKey(lines.get(i))) {
                String above = lines.get(i - 1).strip();
                assertThat(above)
                        .as("above '%s'", lines.get(i))
                        .startsWith("# ")
                        .containsPattern("[.…\\])}]$");
            }
        }
    }

    @Test
    void everyMember_ofAChannel_isExplained() {
        assertThat(ConfigLoader.manual())
                .contains(
                        "#   id ",
                        "#   title ",
                        "#   stream-key ",
                        "#   capture-delay ",
                        "#   encoder-cues ",
                        "#   allow-from ");
    }

    static VitrineConfig defaults() {
        return ((LoadResult.Loaded) ConfigLoader.load(Optional.empty(), Map.of())).config();
    }

    /** {@code http.port} and so on. */
    private static List<String> keys(String yaml) {
        List<String> keys = new ArrayList<>();
        String section = "";
        for (String line : yaml.lines().filter(ConfigManualTest::isKey).toList()) {
            String key = line.substring(0, line.indexOf(':'));
            if (key.startsWith(" ")) {
                keys.add(section + "." + key.strip());
            } else {
                section = key;
                keys.add(key);
            }
        }
        return keys;
    }

    private static boolean isKey(String line) {
        return line.matches(" *[a-z-]+:.*");
    }
}
