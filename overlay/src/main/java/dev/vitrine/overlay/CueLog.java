package dev.vitrine.overlay;

import java.util.List;

/** Where the desks of all shows write, on paper that survives a power cut. */
public interface CueLog {

    /**
     * Keeps all records or none, in this order. Durable before it returns.
     *
     * @throws RuntimeException when that could not be made sure; the desk then reads again before it goes on
     */
    void append(List<CueRecord> records);

    /** All records of a show, in the order in which they were appended; empty for a show that never had any. */
    List<CueRecord> read(String epoch);
}
