using System.CommandLine;
using EventGen.Cli.Managing;

namespace EventGen.Cli.Commands;

/// <summary>The options that say which dead letters.</summary>
internal sealed class DeadLetterFilterOptions
{
    private readonly Option<string?> _event = new("--event") { HelpName = "ID", Description = "Of this event." };

    private readonly Option<string?> _handler = new("--handler") { HelpName = "NAME", Description = "Of this handler or publisher; the end of its name, such as Receipts.SendAsync, will do where no other ends so." };

    private readonly Option<string?> _kind = new("--kind") { HelpName = "KIND", Description = "handler, publisher or rejected." };

    private readonly Option<string?> _since = new("--since") { HelpName = "TIME", Description = "Failed last at this time or later, as 2026-11-21T10:00:00Z." };

    public void AddTo(Command command)
    {
        _kind.AcceptOnlyFromAmong("handler", "publisher", "rejected");
        command.Options.Add(_event);
        command.Options.Add(_handler);
        command.Options.Add(_kind);
        command.Options.Add(_since);
    }

    public DeadLetterChoice Choice(ParseResult arguments) =>
        new(arguments.GetValue(_event), arguments.GetValue(_handler), arguments.GetValue(_kind), arguments.GetValue(_since));
}
