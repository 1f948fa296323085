using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EventGen.Cli.Managing;
using EventGen.Cli.Screens;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen outbox</c>.</summary>
internal static class OutboxCommand
{
    public static Command Create() => new("outbox", "Shows the outbox of a running bus, retries and cancels events in it.")
    {
        CreateStatus(),
        CreateList(),
        CreateChange("retry", "Delivers an event now that waits for a later attempt.", HttpMethod.Post, "/retry"),
        CreateChange("cancel", "Takes an event out of the outbox that is not being delivered.", HttpMethod.Delete, ""),
    };

    private static Command CreateStatus()
    {
        var command = new Command("status", "Shows how much waits.");
        var management = new ManagementOptions();
        var json = CommonOptions.Json();
        management.AddTo(command);
        command.Options.Add(json);
        return command.Does(async (arguments, cancellationToken) =>
        {
            using var client = management.Connect(arguments);
            var status = (await client.GetAsync("outbox?take=1", cancellationToken))?["status"];
            if (arguments.GetValue(json)) JsonScreen.Write(status);
            else Screen.Line($"pending {status.Number("pending")}, scheduled {status.Number("scheduled")}, leased {status.Number("leased")}{(status.Time("oldestPending") is { Length: > 0 } oldest ? $", oldest {oldest}" : "")}");
            return ExitCode.Fine;
        });
    }

    private static Command CreateList()
    {
        var command = new Command("list", "Lists the events in the outbox, the oldest first.");
        var management = new ManagementOptions();
        var id = new Option<string?>("--event") { HelpName = "ID", Description = "Only this event." };
        var state = new Option<string?>("--state") { HelpName = "STATE", Description = "waiting, scheduled or leased." };
        state.AcceptOnlyFromAmong("waiting", "scheduled", "leased");
        var after = new Option<long?>("--after") { HelpName = "POSITION", Description = "Go on after this position, which the page before ended with." };
        var take = new Option<int>("--take") { HelpName = "NUMBER", DefaultValueFactory = static _ => 50, Description = "List so many at most." };
        var json = CommonOptions.Json();
        management.AddTo(command);
        foreach (var option in (Option[])[id, state, after, take, json]) command.Options.Add(option);
        return command.Does(async (arguments, cancellationToken) =>
        {
            using var client = management.Connect(arguments);
            var page = await client.GetAsync(
                Query.Of(
                    "outbox", ("event", arguments.GetValue(id)), ("state", arguments.GetValue(state)), ("after", arguments.GetValue(after)?.ToString(CultureInfo.InvariantCulture)),
                    ("take", arguments.GetValue(take).ToString(CultureInfo.InvariantCulture))),
                cancellationToken);
            if (arguments.GetValue(json)) JsonScreen.Write(page);
            else Show(page);
            return ExitCode.Fine;
        });
    }

    private static void Show(JsonNode? page)
    {
        var table = new Table("ID", "EVENT", "STATE", "KEY", "DUE", "WAITING FOR");
        foreach (var item in page?["items"]?.AsArray() ?? [])
        {
            table.Add(
                item.Text("id"), item.Text("eventId"), item.Text("state"), item.Text("key"), item.Time("due"),
                string.Join("\n", (item?["targets"]?.AsArray() ?? []).Select(static target => $"{target.Text("name")}{(target.Number("attempts") is "" or "0" ? "" : $", {target.Number("attempts")} attempts")}{(target.Text("lastError") is { Length: > 0 } error ? $": {error.Split('\n')[0]}" : "")}")));
        }

        table.Show();
        if (page.Text("next") is { Length: > 0 } next) Console.Error.WriteLine($"There are more: --after {next}");
    }

    private static Command CreateChange(string name, string description, HttpMethod method, string suffix)
    {
        var command = new Command(name, description);
        var management = new ManagementOptions();
        var id = new Argument<Guid>("ID") { Description = "The event's id." };
        management.AddTo(command);
        command.Arguments.Add(id);
        return command.Does(async (arguments, cancellationToken) =>
        {
            using var client = management.Connect(arguments);
            await client.SendAsync(method, $"outbox/{arguments.GetValue(id)}{suffix}", cancellationToken);
            Screen.Line($"{arguments.GetValue(id)}: done");
            return ExitCode.Fine;
        });
    }
}
