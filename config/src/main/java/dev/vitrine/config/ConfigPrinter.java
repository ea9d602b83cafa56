package dev.vitrine.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the configuration's records as YAML: components in order, names in kebab-case, values as operators write them. */
final class ConfigPrinter {

    private final StringBuilder out = new StringBuilder();

    private ConfigPrinter() {}

    static String print(VitrineConfig config) {
        ConfigPrinter printer = new ConfigPrinter();
        printer.members(config, "");
        return printer.out.toString();
    }

    private void members(Record section, String indent) {
        boolean first = true;
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            // In a list, the dash stands where the first member's indent would end.
            out.append(first && indent.endsWith("- ") ? indent : indent.replace('-', ' '));
            member(kebab(component.getName()), value(section, component), indent.replace('-', ' '));
            first = false;
        }
    }

    private void member(String key, Object value, String indent) {
        if (value instanceof Record section && !isOneValue(value)) {
            out.append(key).append(":\n");
            members(section, indent + "  ");
        } else if (value instanceof List<?> list
                && !list.isEmpty()
                && list.get(0) instanceof Record
                && !isOneValue(list.get(0))) {
            out.append(key).append(":\n");
            list.forEach(item -> members((Record) item, indent + "  - "));
        } else if (value instanceof List<?> list) {
            out.append(key)
                    .append(": [")
                    .append(String.join(
                            ", ", list.stream().map(ConfigPrinter::scalar).toList()))
                    .append("]\n");
        } else {
            out.append(key).append(": ").append(scalar(value)).append('\n');
        }
    }

    private static boolean isOneValue(Object value) {
        return value instanceof ByteSize || value instanceof Secret || value instanceof Network;
    }

    private static String scalar(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(ConfigPrinter::scalar).orElse("\"\"");
        }
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        if (value instanceof VitrineConfig.Word word) {
            return word.word();
        }
        return value instanceof Integer || value instanceof Boolean || value instanceof ByteSize
                ? value.toString()
                : quoted(value.toString());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Object value(Record section, RecordComponent component) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record hides its own component " + component, e);
        }
    }
}
