package dev.vitrine.overlay;

/**
 * Why a row of a catalogue file cannot be taken.
 *
 * @param line in the file, from 1
 * @param field the member of a product that is wrong; empty where it is the row or the file
 * @param message the value, what it must be, what to do
 */
public record RowError(int line, String field, String message) {}
