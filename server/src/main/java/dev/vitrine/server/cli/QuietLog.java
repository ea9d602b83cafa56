package dev.vitrine.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * The log before there is a configuration, and of admin commands: warnings, to standard error. In the place of a
 * {@code logback.xml}, because reading that takes a tenth of a start.
 */
public final class QuietLog extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.toStandardError(context, Logging.pattern(context, "%-5level %logger{0}: %msg%n"), Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
