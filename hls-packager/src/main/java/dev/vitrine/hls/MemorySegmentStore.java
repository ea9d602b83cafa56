package dev.vitrine.hls;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps everything in memory until it is released: for tests, and for servers without a disk to write to. */
public final class MemorySegmentStore implements SegmentStore {

    private final Map<String, Body> bodies = new ConcurrentHashMap<>();

    @Override
    public void init(String path, ByteBuffer bytes) {
        bodies.put(path, new Body.InMemory(bytes));
    }

    @Override
    public void part(StoredSegment soFar, ByteBuffer bytes) {}

    @Override
    public void note(String journalLine) {}

    @Override
    public void segment(StoredSegment segment, List<ByteBuffer> parts) {
        if (!segment.gap()) {
            bodies.put(segment.path(), Body.inMemory(parts));
        }
    }

    @Override
    public Optional<Body> find(String path) {
        return Optional.ofNullable(bodies.get(path));
    }

    @Override
    public void release(String path) {
        bodies.remove(path);
    }
}
