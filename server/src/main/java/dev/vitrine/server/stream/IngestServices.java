package dev.vitrine.server.stream;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whom the ingest asks beside the database.
 *
 * @param hook about each publisher
 * @param inCatalogue whether a sku can be shown
 */
public record IngestServices(Optional<PublishHook> hook, Predicate<String> inCatalogue) {}
