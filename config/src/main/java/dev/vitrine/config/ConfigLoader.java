package dev.vitrine.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** File and environment → a configuration, or every mistake in them. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Reads {@code file}, or the one that VITRINE_CONFIG names, or none: then the defaults hold. Variables win over the
     * file.
     */
    public static LoadResult load(Optional<Path> file, Map<String, String> env) {
        Optional<Path> chosen = file.or(() -> Optional.ofNullable(env.get("VITRINE_CONFIG"))
                .filter(name -> !name.isBlank())
                .map(Path::of));
        Problems problems = new Problems();
        String name = chosen.map(Path::toString).orElse("vitrine.yml");
        Optional<Node> root = chosen.flatMap(path -> compose(path, problems));
        Source source = new Source(name, env, problems);
        VitrineConfig config = Schema.read(new Section(source, "", root, true));
        source.finish();
        return problems.none() ? new LoadResult.Loaded(config) : new LoadResult.Faulty(problems.inOrder());
    }

    /** What is in force, as YAML that can be loaded again; secrets are masked. */
    public static String print(VitrineConfig effective) {
        return ConfigPrinter.print(effective);
    }

    /** The manual: every key with its meaning and default, as YAML. */
    public static String manual() {
        try (InputStream in = ConfigLoader.class.getResourceAsStream("vitrine.yml")) {
            return new String(
                    Objects.requireNonNull(in, "vitrine.yml is in our jar").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Node> compose(Path file, Problems problems) {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        try {
            return new Compose(settings).composeString(Files.readString(file));
        } catch (MarkedYamlEngineException e) {
            problems.add(Place.inFile(file.toString(), e.getProblemMark()), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(Place.outside(file.toString()), "not YAML: " + e.getMessage());
        } catch (NoSuchFileException e) {
            problems.add(Place.outside(file.toString()), "there is no such file");
        } catch (CharacterCodingException e) {
            problems.add(Place.outside(file.toString()), "the file must be text in UTF-8");
        } catch (IOException e) {
            problems.add(Place.outside(file.toString()), "the file cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }
}
