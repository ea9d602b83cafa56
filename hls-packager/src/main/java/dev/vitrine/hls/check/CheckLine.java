package dev.vitrine.hls.check;

/**
 * A line of the checklist.
 *
 * @param number 1 to 73
 * @param severity of a finding, if the rule does not say otherwise
 * @param section of draft-pantos-hls-rfc8216bis-22, or of another document that is named
 * @param title what holds if the line passes
 */
public record CheckLine(int number, Severity severity, String section, String title) {}
