package dev.vitrine.server.cli;

import dev.vitrine.server.store.StoreException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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
        if (args.length > 0 && (args[0].equals("serve") || args[0].equals("demo"))) {
            HeadStart.begin();
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(System.getenv(), System.in, out, err, InstantSource.system());
        System.exit(run(terminal, args));
    }

    static int run(Terminal terminal, String... args) {
        return commandLine(terminal, args).execute(args);
    }

    /** All commands. Another one is another line here. */
    private static Map<String, Function<Terminal, Object>> commands() {
        Map<String, Function<Terminal, Object>> commands = new LinkedHashMap<>();
        commands.put("serve", Serve::new);
        commands.put("demo", Demo::new);
        commands.put("config", ConfigCommands::new);
        commands.put("channel", ChannelCommands::new);
        commands.put("cue", CueCommands::new);
        commands.put("token", TokenCommands::new);
        commands.put("user", UserCommands::new);
        commands.put("products", ProductsCommands::new);
        commands.put("hls", HlsCommands::new);
        commands.put("backup", BackupCommand::new);
        commands.put("restore", RestoreCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("warm-up", WarmUpCommand::new);
        return commands;
    }

    /**
     * The command line for these arguments. Reading the annotations of every command takes a third of a second; where
     * the first argument names one, only that one is read.
     */
    static CommandLine commandLine(Terminal terminal, String... args) {
        Map<String, Function<Terminal, Object>> commands = commands();
        if (args.length > 0 && commands.containsKey(args[0])) {
            commands.keySet().retainAll(Set.of(args[0]));
        }
        CommandLine line = new CommandLine(new Vitrine());
        commands.values().forEach(command -> line.addSubcommand(command.apply(terminal)));
        return line.setOut(terminal.out())
                .setErr(terminal.err())
                .setExecutionExceptionHandler(new Reporter(terminal))
                .setParameterExceptionHandler(new UsageReporter(terminal));
    }

    /** One line for what an operator can put right; a stack trace for what we must. */
    private record Reporter(Terminal terminal) implements IExecutionExceptionHandler {

        @Override
        public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
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
    }

    /** What was wrong, and how it is called. */
    private record UsageReporter(Terminal terminal) implements IParameterExceptionHandler {

        @Override
        public int handleParseException(ParameterException wrong, String[] args) {
            CommandLine command = wrong.getCommandLine();
            terminal.err().println("vitrine: " + wrong.getMessage());
            command.usage(terminal.err());
            return ExitCode.USAGE;
        }
    }
}
