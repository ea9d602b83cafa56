package dev.vitrine.overlay;

final class MemoryCueLogTest extends CueLogContract {

    @Override
    protected CueLog emptyLog() {
        return new MemoryCueLog();
    }

    @Override
    protected CueLog reopened(CueLog log) {
        return log;
    }
}
