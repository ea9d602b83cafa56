package dev.vitrine.hls.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What came out.
 *
 * @param url that was checked
 * @param findings the worst first
 * @param passed lines that were judged and held
 * @param failed lines with an error or a warning
 * @param notApplicable lines that nothing was seen for
 */
public record Report(
        String url, List<Finding> findings, Set<Integer> passed, Set<Integer> failed, Set<Integer> notApplicable) {

    static Report of(String url, Findings findings) {
        List<Finding> sorted = findings.sorted();
        Set<Integer> failed = sorted.stream()
                .filter(finding -> finding.severity() != Severity.ADVICE)
                .map(Finding::line)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Integer> passed = new TreeSet<>();
        Set<Integer> notApplicable = new TreeSet<>();
        for (CheckLine line : Checklist.LINES) {
            if (!failed.contains(line.number())) {
                (findings.judged(line.number()) ? passed : notApplicable).add(line.number());
            }
        }
        return new Report(url, sorted, passed, failed, notApplicable);
    }

    public long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /** For people: the findings, then what was looked at. */
    public String text() {
        StringBuilder out = new StringBuilder();
        findings.forEach(finding -> out.append(finding.text()).append('\n'));
        out.append(url).append(": ").append(passed.size()).append(" lines passed, ");
        out.append(failed.size())
                .append(" failed, ")
                .append(notApplicable.size())
                .append(" not applicable");
        if (!notApplicable.isEmpty()) {
            out.append(" (")
                    .append(notApplicable.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                    .append(')');
        }
        out.append("; ").append(count(Severity.ERROR)).append(" errors, ");
        out.append(count(Severity.WARNING)).append(" warnings\n");
        return out.toString();
    }
}
