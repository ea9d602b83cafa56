package dev.vitrine.hls;

/** What became of a request. */
public sealed interface Answer {

    /** 200 */
    record Found(Resource resource) implements Answer {}

    /**
     * Nothing to be had.
     *
     * @param status 400, 404 or 503
     * @param reason for a person; holds nothing secret
     * @param cacheControl the same address may be good in a moment, so {@code no-store}
     */
    record Refused(int status, String reason, String cacheControl) implements Answer {
        Refused(int status, String reason) {
            this(status, reason, "no-store");
        }
    }
}
