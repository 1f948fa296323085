using System.CommandLine;
using System.Text.Json.Nodes;
using EventGen.Cli.Managing;
using EventGen.Cli.Screens;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Shows how a running bus is; exits with 1 when it is not healthy.");
        var management = new ManagementOptions();
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on showing it, until Ctrl-C." };
        var json = CommonOptions.Json();
        management.AddTo(command);
        command.Options.Add(watch);
        command.Options.Add(json);
        return command.Does(async (arguments, cancellationToken) =>
        {
            using var client = management.Connect(arguments);
            if (arguments.GetValue(watch)) return await WatchAsync(client, arguments.GetValue(json), cancellationToken);
            var status = await client.GetAsync("status", "status", cancellationToken);
            if (arguments.GetValue(json)) JsonScreen.Write(status);
            else if (Screen.IsTerminal) Screen.Out.Write(Describe(status));
            else foreach (var (name, value) in Lines(status).ToList()) Console.Out.WriteLine($"{name,-14}{Printable.Line(value)}");
            return status.Text("status") == "healthy" ? ExitCode.Fine : ExitCode.Found;
        }, arguments => arguments.GetValue(watch));
    }

    private static async Task<int> WatchAsync(ManagementClient client, bool isJson, CancellationToken cancellationToken)
    {
        if (!Screen.IsTerminal || isJson)
        {
            while (true)
            {
                var status = await client.GetAsync("status", "status", cancellationToken);
                Console.Out.WriteLine(isJson ? status.ToJsonString() : Printable.Line(OneLine(status)));
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            }
        }

        var first = await client.GetAsync("status", "status", cancellationToken);
        return await Screen.Out.Live(Describe(first)).AutoClear(false).StartAsync(async live =>
        {
            while (true)
            {
                live.Refresh();
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
                live.UpdateTarget(Describe(await client.GetAsync("status", "status", cancellationToken)));
            }
#pragma warning disable CS0162 // The loop ends by cancellation.
            return ExitCode.Fine;
#pragma warning restore CS0162
        });
    }

    private static string OneLine(JsonNode? status) =>
        $"{status.Text("status")} queue={status.Member("queue").Number("length")}/{status.Member("queue").Number("capacity")} busy={status.Member("queue").Number("busy")}/{status.Member("queue").Number("workers")} "
        + $"emitted/s={status.Member("rates").Member("emitted").Number("lastSecond")} received/s={status.Member("rates").Member("received").Number("lastSecond")} handled/s={status.Member("rates").Member("handled").Number("lastSecond")} failed/s={status.Member("rates").Member("failed").Number("lastSecond")} dead_letters={status.Number("deadLetters")}";

    private static IRenderable Describe(JsonNode? status)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        foreach (var (name, value) in Lines(status))
        {
            var style = name == "status" ? new Style(value switch { "healthy" => Color.Green, "degraded" => Color.Yellow, _ => Color.Red }) : Style.Plain;
            grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), new Text(Printable.Line(value), style));
        }

        return grid;
    }

    private static IEnumerable<(string Name, string Value)> Lines(JsonNode? status)
    {
        yield return ("status", status.Text("status"));
        foreach (var problem in status.Items("problems")) yield return ("problem", problem?.ToString() ?? "");
        yield return ("application", $"{status.Text("application")}{Source(status)}, EventGen {status.Text("version")}, up {Duration(status.Seconds("uptimeSeconds"))}");
        var queue = status.Member("queue");
        yield return ("queue", $"{queue.Number("length")} of {queue.Number("capacity")}, {queue.Number("busy")} of {queue.Number("workers")} workers busy");
        foreach (string rate in (string[])["emitted", "received", "handled", "published", "failed"])
        {
            var rates = status.Member("rates").Member(rate);
            yield return (rate, $"{rates.Number("lastSecond")}/s, {rates.Number("lastMinute")}/s in a minute, {rates.Number("lastQuarter")}/s in 15 minutes");
        }

        yield return ("dead letters", $"{status.Number("deadLetters")}{(status.Number("deadLettersLost") is { Length: > 0 } lost and not "0" ? $", {lost} lost" : "")}");
        yield return ("dropped", status.Number("dropped"));
        if (status.Member("outbox") is { } outbox) yield return ("outbox", $"{outbox.Number("pending")} pending, {outbox.Number("scheduled")} scheduled, {outbox.Number("leased")} leased{(outbox.Time("oldestPending") is { Length: > 0 } oldest ? $", oldest {oldest}" : "")}");
        foreach (var publisher in status.Items("publishers"))
            yield return ("publisher", $"{publisher.Text("name")}: {publisher.Text("status")}{(publisher.Text("lastError") is { Length: > 0 } error ? $", {error}" : "")}");
    }

    // The two largest parts of it, as one says it.
    private static string Duration(TimeSpan time) => time switch
    {
        { Days: > 0 } => $"{time.Days} d {time.Hours} h",
        { Hours: > 0 } => $"{time.Hours} h {time.Minutes} min",
        { Minutes: > 0 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{time.Seconds} s",
    };

    // Instances of one application have the same name, and may have different sources.
    private static string Source(JsonNode? status) => status.Text("source") is { Length: > 0 } source && source != status.Text("application") ? $" as {source}" : "";
}
