using System.CommandLine;
using System.Globalization;
using EventGen.Cli.Managing;

namespace EventGen.Cli.Commands;

/// <summary>The options that say which dead letters.</summary>
internal sealed class DeadLetterFilterOptions
{
    private readonly Option<string?> _event = new("--event") { HelpName = "ID", Description = "Of this event." };

    private readonly Option<string?> _handler = new("--handler") { HelpName = "NAME", Description = "Of this handler or publisher; the end of its name, such as Receipts.SendAsync, will do where no other ends so." };

    private readonly Option<string?> _kind = new("--kind") { HelpName = "KIND", Description = "handler, publisher or rejected." };

    private readonly Option<string?> _since = new("--since") { HelpName = "TIME", Description = "Failed last at this time or later, as 2026-11-21T10:00:00Z, or so long ago or later, as 00:30:00 for half an hour or 1.00:00:00 for a day." };

    public void AddTo(Command command)
    {
        _kind.AcceptOnlyFromAmong("handler", "publisher", "rejected");
        command.Options.Add(_event);
        command.Options.Add(_handler);
        command.Options.Add(_kind);
        command.Options.Add(_since);
    }

    public DeadLetterChoice Choice(ParseResult arguments) =>
        new(arguments.GetValue(_event), arguments.GetValue(_handler), arguments.GetValue(_kind), Since(arguments.GetValue(_since)));

    private static string? Since(string? text) => TimeText.TryParse(text, out var span) ? (TimeProvider.System.GetUtcNow() - span).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : text;
}
