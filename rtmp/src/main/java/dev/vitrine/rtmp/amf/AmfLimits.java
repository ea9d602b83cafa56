package dev.vitrine.rtmp.amf;

/**
 * What one AMF message may cost its reader. A few bytes of AMF can describe a deep or wide object, so size on the wire
 * is no bound.
 *
 * @param maxDepth objects and arrays within each other, 1 or more
 * @param maxElements values of any kind in one message, 1 or more
 * @param maxStringBytes UTF-8 bytes of all strings and names of one message together, 1 or more
 */
public record AmfLimits(int maxDepth, int maxElements, int maxStringBytes) {

    public AmfLimits {
        if (maxDepth < 1 || maxElements < 1 || maxStringBytes < 1) {
            throw new IllegalArgumentException("AMF limits must be positive: depth " + maxDepth + ", elements "
                    + maxElements + ", string bytes " + maxStringBytes);
        }
    }

    public static AmfLimits defaults() {
        return new AmfLimits(16, 1_024, 64 * 1024);
    }
}
