package dev.vitrine.overlay;

import java.util.ArrayList;
import java.util.List;

/** A log for tests: as durable as the test. Keeps text, as a real one does, so that restarts read what was written. */
final class MemoryCueLog implements CueLog {

    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void append(List<CueRecord> records) {
        records.forEach(record -> lines.add(record.toJson()));
    }

    @Override
    public synchronized List<CueRecord> read(String epoch) {
        return lines.stream()
                .map(CueRecord::parse)
                .filter(record -> record.epoch().equals(epoch))
                .toList();
    }
}
