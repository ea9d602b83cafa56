package dev.vitrine.hls;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a viewer gets.
 *
 * @param body uncompressed
 * @param gzip the same bytes compressed, for those who accept it
 * @param cacheControl value of the header Cache-Control
 * @param etag value of the header ETag, with its quotes
 */
public record Resource(String contentType, Body body, Optional<ByteBuffer> gzip, String cacheControl, String etag) {}
