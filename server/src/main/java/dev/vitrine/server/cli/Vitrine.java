package dev.vitrine.server.cli;

import dev.vitrine.server.store.StoreException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/** {@code vitrine}: the root of all commands. */
@Command(
        name = "vitrine",
        description = "A self-hosted live media server with shoppable overlays.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."})
public final class Vitrine extends Group {

    private Vitrine() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(System.getenv(), System.in, out, err, InstantSource.system());
        System.exit(run(terminal, args));
    }

    static int run(Terminal terminal, String... args) {
        return commandLine(terminal).execute(args);
    }

    /** All commands. Another one is another line here. */
    static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Vitrine())
                .addSubcommand(new Serve(terminal))
                .addSubcommand(new Demo(terminal))
                .addSubcommand(new ConfigCommands(terminal))
                .addSubcommand(new ChannelCommands(terminal))
                .addSubcommand(new CueCommands(terminal))
                .addSubcommand(new TokenCommands(terminal))
                .addSubcommand(new UserCommands(terminal))
                .addSubcommand(new ProductsCommands(terminal))
                .addSubcommand(new BackupCommand(terminal))
                .addSubcommand(new RestoreCommand(terminal))
                .addSubcommand(new DoctorCommand(terminal))
                .addSubcommand(new WarmUpCommand(terminal));
        return line.setOut(terminal.out())
                .setErr(terminal.err())
                .setExecutionExceptionHandler((failure, command, parsed) -> report(terminal, failure))
                .setParameterExceptionHandler((wrong, args) -> reportUsage(terminal, wrong));
    }

    /** One line for what an operator can put right; a stack trace for what we must. */
    private static int report(Terminal terminal, Exception failure) {
        if (failure instanceof OperatorError error) {
            error.lines().forEach(terminal.err()::println);
            return error.exitCode();
        }
        if (failure instanceof StoreException || failure instanceof IllegalArgumentException) {
            terminal.err().println("vitrine: " + failure.getMessage());
            return ExitCode.SOFTWARE;
        }
        failure.printStackTrace(terminal.err());
        return ExitCode.SOFTWARE;
    }

    private static int reportUsage(Terminal terminal, ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        terminal.err().println("vitrine: " + wrong.getMessage());
        command.usage(terminal.err());
        return ExitCode.USAGE;
    }
}
