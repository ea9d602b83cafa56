package dev.vitrine.hls.check;

/** Some lines of the checklist. Sees everything, keeps what it needs, and no more than a bounded lot. */
interface RuleGroup {

    void see(Observed observed, Findings out);

    /** Nothing more will be seen. */
    default void finish(Findings out) {}
}
