using System.CommandLine;
using System.CommandLine.Parsing;
using EventGen.Cli.Screens;
using EventGen.EventContracts;

namespace EventGen.Cli.Commands;

/// <summary>The command line.</summary>
internal static class EventGenCommand
{
    // Lines that fit 80 columns with the indent of the help text.
    private const string Description =
        """
        Lists, draws and checks the events of .NET applications, and operates running
        buses.

        PATH is an assembly, a project, a solution, or a folder with one of them. A
        project or solution is built first. Nothing of what is read is run.

        Exit codes: 0 fine; 1 something was found, such as a change of a contract that
        is not accepted; 2 it could not be done, and standard error says why; 130 it was
        interrupted before its end.
        """;

    public static RootCommand Create() => new(Description)
    {
        ListCommand.Create(),
        GraphCommand.Create(),
        SchemaCommand.Create(),
        AsyncApiCommand.Create(),
        ContractsCommand.Create(),
        StatusCommand.Create(),
        TailCommand.Create(),
        TraceCommand.Create(),
        DeadLettersCommand.Create(),
        OutboxCommand.Create(),
        CompletionsCommand.Create(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = Create().Parse(args);
        if (arguments.Errors.Count > 0)
        {
            foreach (var error in Told(arguments)) Console.Error.WriteLine(Printable.Line(OneLine(error.Message)));
            foreach (string token in arguments.UnmatchedTokens)
            {
                if (NearestName.Find(token, NamesIn(arguments.CommandResult)) is { } nearest) Console.Error.WriteLine($"Did you mean '{nearest}'?");
            }

            Console.Error.WriteLine($"'{PathOf(arguments.CommandResult)} --help' says what there is.");
            return ExitCode.Failed;
        }

        return await arguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    // Where a word is no command, that a command is missing is no second fault.
    private static IEnumerable<ParseError> Told(ParseResult arguments)
    {
        var unmatched = arguments.UnmatchedTokens;
        var named = arguments.Errors.Where(error => unmatched.Any(token => error.Message.Contains(token, StringComparison.Ordinal))).ToList();
        return named.Count == 0 ? arguments.Errors : arguments.Errors.Where(error => named.Contains(error) || error.SymbolResult is not CommandResult);
    }

    /// <summary>Has a command do something; what it cannot do is one line on standard error.</summary>
    /// <param name="command">The command.</param>
    /// <param name="run">Does it, and returns the exit code.</param>
    /// <param name="follows">Whether the command goes on until it is interrupted, which is then its proper end. Default: no.</param>
    public static Command Does(this Command command, Func<ParseResult, CancellationToken, Task<int>> run, Func<ParseResult, bool>? follows = null)
    {
        command.SetAction(async (arguments, cancellationToken) =>
        {
            try
            {
                return await run(arguments, cancellationToken);
            }
            catch (CommandException exception)
            {
                return Fail(exception.Message);
            }
            catch (ContractFileException exception)
            {
                return Fail($"What the assembly says of its events {exception.Fact}: {exception.Remedy}.");
            }
            catch (BadImageFormatException)
            {
                return Fail("An assembly is damaged; build it again.");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return follows?.Invoke(arguments) == true ? ExitCode.Fine : ExitCode.Interrupted;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return Fail(exception.Message);
            }
        });
        return command;
    }

    public static Command Does(this Command command, Func<ParseResult, int> run) => command.Does((arguments, _) => Task.FromResult(run(arguments)));

    // The library breaks some of its messages with tabs.
    private static string OneLine(string message) => string.Join(' ', message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    // What a word that is none may have been meant for: a command, or an option, here or before.
    private static string[] NamesIn(CommandResult result) =>
    [
        .. result.Command.Subcommands.Select(static command => command.Name), .. result.Command.Options.Select(static option => option.Name),
        .. result.Parent is CommandResult parent ? NamesIn(parent) : [],
    ];

    // 'eventgen contracts', say.
    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : "eventgen";

    private static int Fail(string message)
    {
        Console.Error.WriteLine(Printable.Line(message));
        return ExitCode.Failed;
    }
}
