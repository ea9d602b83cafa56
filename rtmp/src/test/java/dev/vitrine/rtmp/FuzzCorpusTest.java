package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.vitrine.rtmp.codec.FuzzConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every input that a fuzzer or a person ever found worth keeping, once more. {@code scripts/fuzz} goes on from here: the
 * corpus is in {@code src/test/resources/fuzz}, a folder for each target, and a finding is added as a file there.
 */
class FuzzCorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    private record Target(String name, Consumer<byte[]> fuzz) {}

    private static final List<Target> TARGETS = List.of(
            new Target("chunks", FuzzChunks::fuzzerTestOneInput),
            new Target("amf", FuzzAmf::fuzzerTestOneInput),
            new Target("media", FuzzMedia::fuzzerTestOneInput),
            new Target("configurations", FuzzConfigurations::fuzzerTestOneInput),
            new Target("connection", FuzzConnection::fuzzerTestOneInput));

    @TestFactory
    Stream<DynamicTest> everyKeptInput_isTakenOrEndsItsOwnConnection() {
        return TARGETS.stream().map(target -> DynamicTest.dynamicTest(target.name(), () -> replay(target)));
    }

    private static void replay(Target target) throws IOException {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(CORPUS.resolve(target.name()))) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).as("inputs for %s", target.name()).hasSizeGreaterThan(3);
        for (Path input : inputs) {
            byte[] bytes = Files.readAllBytes(input);
            assertThatCode(() -> target.fuzz().accept(bytes)).as("%s", input).doesNotThrowAnyException();
        }
    }
}
