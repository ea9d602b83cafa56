package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern MODULE = Pattern.compile("<module>([a-z-]+)</module>");

    @Test
    void relativeLinks_leadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://")
                        && !target.startsWith("mailto:")
                        && !Files.exists(document.resolveSibling(target).normalize())) {
                    broken.add(ROOT.relativize(document) + " -> " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyModule_isOnTheMap() throws IOException {
        String map = Files.readString(ROOT.resolve("docs/architecture.md"));
        Matcher module = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
        while (module.find()) {
            assertThat(map).contains("`" + module.group(1) + (module.group(1).equals("bench") ? "/`" : "`"));
        }
    }

    @Test
    void twoCommands_standInTheReadme_andCanBeRun() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        for (String command : List.of("scripts/demo", "scripts/test")) {
            assertThat(readme).contains("./" + command);
            assertThat(Files.isExecutable(ROOT.resolve(command))).as(command).isTrue();
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.list(ROOT), Files.walk(ROOT.resolve("docs")))) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }
}
