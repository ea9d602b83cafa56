package dev.vitrine.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.hls.check.Finding;
import dev.vitrine.hls.check.HlsCheck;
import dev.vitrine.hls.check.Report;
import dev.vitrine.hls.check.Severity;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine hls}: for anybody's server, ours or not. */
@Command(
        name = "hls",
        description = "Look at HLS streams.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class HlsCommands extends Group {

    private static final int MAX_SECONDS = 86_400;

    private final Terminal terminal;

    HlsCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "check",
            description = "Watches a stream and says where it breaks the HLS specification: one line a finding, then"
                    + " which lines of the checklist passed. Exit 1 when there are errors.")
    int check(
            @Parameters(paramLabel = "URL", description = "A multivariant or media playlist, http or https.")
                    String address,
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            defaultValue = "30",
                            description = "How long to watch, 1 to 86400; 30 unless told. A replay is read to its end"
                                    + " if that comes sooner.")
                    int seconds,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        URI url = url(address);
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw OperatorError.wrong(
                    List.of("vitrine: --seconds " + seconds + " must be between 1 and " + MAX_SECONDS));
        }
        Report report;
        try {
            report = HlsCheck.run(url, Duration.ofSeconds(seconds));
        } catch (IOException e) {
            throw OperatorError.failed("there is nothing to check: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OperatorError.failed("interrupted");
        }
        if (json) {
            terminal.printJson(node(report));
        } else {
            report.text().lines().forEach(terminal::println);
        }
        return report.count(Severity.ERROR) > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private static URI url(String address) {
        try {
            URI url = URI.create(address);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Said below.
        }
        throw OperatorError.wrong(List.of("vitrine: '" + address + "' must be an http or https address of a playlist"));
    }

    private static ObjectNode node(Report report) {
        ObjectNode root = Terminal.json().createObjectNode();
        root.put("url", report.url());
        root.put("errors", report.count(Severity.ERROR));
        root.put("warnings", report.count(Severity.WARNING));
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : report.findings()) {
            ObjectNode node = findings.addObject();
            node.put("line", finding.line());
            node.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
            node.put("section", finding.section());
            node.put("what", finding.what());
            node.put("value", finding.value());
            node.put("bound", finding.bound());
            node.put("count", finding.count());
            node.putObject("evidence")
                    .put("url", finding.evidence().url())
                    .put("line", finding.evidence().line())
                    .put("text", finding.evidence().text());
        }
        ObjectNode lines = root.putObject("lines");
        numbers(lines.putArray("passed"), report.passed());
        numbers(lines.putArray("failed"), report.failed());
        numbers(lines.putArray("notApplicable"), report.notApplicable());
        return root;
    }

    private static void numbers(ArrayNode array, Set<Integer> numbers) {
        numbers.forEach(array::add);
    }
}
