using System.CommandLine;
using EventGen.Cli.Managing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Cli.Storing;

/// <summary>The options that say whose outbox and dead letters: those of a running application, or those in a store.</summary>
internal sealed class BusOptions
{
    private readonly ManagementOptions _management = new();

    private readonly Option<string?> _store = new("--store")
    {
        HelpName = "STORE",
        Description = "The outbox's database itself, whether or not the application runs: sqlite:FILE, or postgres: with a connection string. Default: EVENTGEN_STORE.",
    };

    private readonly Option<string?> _application = new("--application")
    {
        HelpName = "NAME",
        Description = "Which application's, in a store of several.",
    };

    private readonly Option<string> _tablePrefix = new("--table-prefix")
    {
        HelpName = "TEXT",
        Description = "What the names of the store's tables begin with.",
        DefaultValueFactory = static _ => "eventgen_",
    };

    public void AddTo(Command command)
    {
        _management.AddTo(command);
        command.Options.Add(_store);
        command.Options.Add(_application);
        command.Options.Add(_tablePrefix);
    }

    /// <exception cref="CommandException">It says no address, or one that cannot be used.</exception>
    public async Task<IBusAccess> ConnectAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string? store = arguments.GetValue(_store);
        if (store is not null && _management.IsGiven(arguments)) throw new CommandException("Give --url or --store, not both.");
        store ??= _management.IsGiven(arguments) ? null : EnvironmentSetting.Of("EVENTGEN_STORE");
        return store is null ? new RunningBus(_management.Connect(arguments)) : await OpenAsync(StoreAddress.Parse(store), arguments, cancellationToken);
    }

    private async Task<IBusAccess> OpenAsync(StoreAddress address, ParseResult arguments, CancellationToken cancellationToken)
    {
        string prefix = arguments.GetValue(_tablePrefix)!;
        if (prefix.Length > 30 || prefix.Any(static character => !char.IsAsciiLetterOrDigit(character) && character != '_')) throw new CommandException("--table-prefix has at most 30 letters, digits and underscores.");
        var known = await address.ApplicationsAsync(prefix, cancellationToken);
        string application = arguments.GetValue(_application) switch
        {
            { } name when known.Contains(name) => name,
            { } name => throw new CommandException($"{address.Name} has nothing of an application '{name}'; it has {Names(known)}."),
            null when known.Count == 1 => known[0],
            null => throw new CommandException($"{address.Name} has {(known.Count == 0 ? "nothing of any application yet" : $"the outboxes of {Names(known)}: name one with --application")}."),
        };
        var opened = address.CreateStore();
        try
        {
            await opened.OpenAsync(
                new OutboxStart
                {
                    Application = application, Instance = "eventgen command", LeaseDuration = TimeSpan.FromSeconds(30), InboxRetention = TimeSpan.FromDays(7), TablePrefix = prefix,
                    CreateTables = false, TimeProvider = TimeProvider.System, Logger = NullLogger.Instance, Wake = static () => { },
                },
                cancellationToken);
            return new StoredBus(opened);
        }
        catch (OutboxStoreException exception)
        {
            await opened.DisposeAsync();
            throw new CommandException(exception.Message);
        }
    }

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Select(static name => $"'{name}'"));
}
