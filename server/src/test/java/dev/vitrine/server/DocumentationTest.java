package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern MODULE = Pattern.compile("<module>([a-z-]+)</module>");

    private static final Pattern ROW = Pattern.compile("\\| ([0-9, ]+) \\|.*\\| ([^|]+) \\|");
    private static final Pattern NAMED = Pattern.compile("`(?:([A-Z]\\w+Test)(?:\\.)?)?(\\w+)?`");

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

    /** In the last column: {@code Test}, {@code Test.method}, and {@code method} of the test before it. */
    @Test
    void testsThatTheIngestsTableNames_areThere_andEachLineHasOne() throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (String module : List.of("rtmp", "server")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = file.getFileName().toString();
                    tests.put(name.substring(0, name.indexOf('.')), Files.readString(file));
                }
            }
        }
        Set<Integer> lines = new TreeSet<>();
        List<String> missing = new ArrayList<>();
        for (String row : Files.readAllLines(ROOT.resolve("docs/specs-rtmp.md"))) {
            Matcher cells = ROW.matcher(row);
            if (cells.matches()) {
                Stream.of(cells.group(1).split(", ", -1)).map(Integer::valueOf).forEach(lines::add);
                String test = "";
                Matcher named = NAMED.matcher(cells.group(2));
                while (named.find()) {
                    test = named.group(1) == null ? test : named.group(1);
                    String method = named.group(2) == null ? "" : named.group(2);
                    if (!tests.getOrDefault(test, "").contains(method + "(")) {
                        missing.add("line " + cells.group(1) + ": " + test + "." + method);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(lines)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 72).boxed().toList());
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
