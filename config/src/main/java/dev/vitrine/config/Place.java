package dev.vitrine.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Where a value comes from.
 *
 * @param name as a problem shows it
 * @param line from 1; 0 outside the file
 */
record Place(String name, int line, int column) {

    static Place inFile(String file, Optional<Mark> mark) {
        int line = mark.map(Mark::getLine).orElse(0) + 1;
        int column = mark.map(Mark::getColumn).orElse(0) + 1;
        return new Place(file + ":" + line + ":" + column, line, column);
    }

    static Place outside(String name) {
        return new Place(name, 0, 0);
    }
}
