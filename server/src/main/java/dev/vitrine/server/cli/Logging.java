package dev.vitrine.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.vitrine.config.VitrineConfig;
import org.slf4j.LoggerFactory;

/**
 * Puts the configured log in the place of {@link QuietLog}. Lines go to standard error: standard output is for answers.
 */
public final class Logging {

    /** One line an event; the level in a column, so that the eye finds it. */
    private static final String TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX,UTC} %-5level %logger{0}: %msg%n";

    private Logging() {}

    public static void configure(VitrineConfig.Log log) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Encoder<ILoggingEvent> encoder =
                switch (log.format()) {
                    case TEXT -> pattern(context, TEXT);
                    case JSON -> new JsonEncoder();
                };
        toStandardError(context, encoder, Level.INFO);
        context.getLogger("dev.vitrine").setLevel(Level.toLevel(log.level().name()));
        // They tell each start and each connection; their warnings stay.
        context.getLogger("org.flywaydb").setLevel(Level.WARN);
        context.getLogger("io.undertow").setLevel(Level.WARN);
        context.getLogger("org.xnio").setLevel(Level.WARN);
    }

    static Encoder<ILoggingEvent> pattern(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        return encoder;
    }

    static void toStandardError(LoggerContext context, Encoder<ILoggingEvent> encoder, Level level) {
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(level);
    }
}
