using System.CommandLine;
using System.Text.Json.Nodes;
using EventGen.Cli.Managing;
using EventGen.Cli.Screens;
using EventGen.Cli.Storing;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen outbox</c>.</summary>
internal static class OutboxCommand
{
    public static Command Create() => new("outbox", "Shows the outbox of a running bus or in a store, retries and cancels events in it.")
    {
        CreateStatus(),
        CreateList(),
        CreateChange("retry", "Delivers an event now that waits for a later attempt.", static (bus, id, cancellationToken) => bus.RetryAsync(id, cancellationToken)),
        CreateChange("cancel", "Takes an event out of the outbox that is not being delivered.", static (bus, id, cancellationToken) => bus.CancelAsync(id, cancellationToken)),
    };

    private static Command CreateStatus()
    {
        var command = new Command("status", "Shows how much waits.");
        var bus = new BusOptions();
        var json = CommonOptions.Json();
        bus.AddTo(command);
        command.Options.Add(json);
        return command.Does(async (arguments, cancellationToken) =>
        {
            await using var opened = await bus.ConnectAsync(arguments, cancellationToken);
            var status = await opened.OutboxStatusAsync(cancellationToken);
            if (arguments.GetValue(json)) JsonScreen.Write(status);
            else Screen.Line($"pending {status.Number("pending")}, scheduled {status.Number("scheduled")}, leased {status.Number("leased")}{(status.Time("oldestPending") is { Length: > 0 } oldest ? $", oldest {oldest}" : "")}");
            return ExitCode.Fine;
        });
    }

    private static Command CreateList()
    {
        var command = new Command("list", "Lists the events in the outbox, the oldest first.");
        var bus = new BusOptions();
        var id = new Option<string?>("--event") { HelpName = "ID", Description = "Only this event." };
        var state = new Option<string?>("--state") { HelpName = "STATE", Description = "waiting, scheduled or leased." };
        state.AcceptOnlyFromAmong("waiting", "scheduled", "leased");
        var after = NumberOption.Create("--after", "Go on after this position, which the page before ended with.", least: 0, most: long.MaxValue, help: "POSITION");
        var take = NumberOption.Create("--take", "List so many at most.", least: 1, most: 500, missing: 50);
        var json = CommonOptions.Json();
        bus.AddTo(command);
        foreach (var option in (Option[])[id, state, after, take, json]) command.Options.Add(option);
        return command.Does(async (arguments, cancellationToken) =>
        {
            await using var opened = await bus.ConnectAsync(arguments, cancellationToken);
            var choice = new OutboxChoice(arguments.GetValue(id), arguments.GetValue(state), arguments.GetValue(after), (int)arguments.GetValue(take)!);
            var page = await opened.OutboxAsync(choice, cancellationToken);
            if (choice.Event is { } only && page.Items("items").Count == 0) await NameCheck.CheckEventAsync(opened, only, cancellationToken);
            if (arguments.GetValue(json)) JsonScreen.Write(page);
            else Show(page, isAll: choice is { Event: null, State: null, After: null });
            return ExitCode.Fine;
        });
    }

    private static void Show(JsonNode? page, bool isAll)
    {
        var table = new Table("ID", "EVENT", "STATE", "KEY", "DUE", "WAITING FOR");
        foreach (var item in page.Items("items"))
        {
            table.Add(
                item.Text("id"), item.Text("eventId"), item.Text("state"), item.Text("key"), item.Time("due"),
                string.Join("\n", item.Items("targets").Select(static target => $"{target.Text("name")}{(target.Number("attempts") is "" or "0" ? "" : target.Number("attempts") is "1" ? ", 1 attempt" : $", {target.Number("attempts")} attempts")}{(target.Text("lastError") is { Length: > 0 } error ? $": {error.Split('\n')[0]}" : "")}")));
        }

        table.Show(isAll ? "Nothing waits in the outbox." : "Nothing in the outbox matches.");
        if (page.Text("next") is { Length: > 0 } next) Console.Error.WriteLine($"There are more: --after {Printable.Line(next)}");
    }

    private static Command CreateChange(string name, string description, Func<IBusAccess, Guid, CancellationToken, Task> change)
    {
        var command = new Command(name, description);
        var bus = new BusOptions();
        var id = CommonOptions.Id("The event's id.");
        bus.AddTo(command);
        command.Arguments.Add(id);
        return command.Does(async (arguments, cancellationToken) =>
        {
            await using var opened = await bus.ConnectAsync(arguments, cancellationToken);
            var one = arguments.GetValue(id)!.Value;
            await change(opened, one, cancellationToken);
            Screen.Line($"{one}: done");
            return ExitCode.Fine;
        });
    }
}
