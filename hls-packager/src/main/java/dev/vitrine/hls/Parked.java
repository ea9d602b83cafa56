package dev.vitrine.hls;

/** A request that may still be waiting. */
@FunctionalInterface
public interface Parked {

    /**
     * Takes the request back, because whoever asked has gone.
     *
     * @return whether it was still waiting; its consumer is not called any more then
     */
    boolean withdraw();
}
