using System.CommandLine;
using System.Text.Json.Nodes;
using EventGen.Cli.Managing;
using EventGen.Cli.Screens;
using Spectre.Console;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen tail</c>.</summary>
internal static class TailCommand
{
    public static Command Create()
    {
        var command = new Command("tail", "Shows what happens on a running bus, one line each, until Ctrl-C.");
        var management = new ManagementOptions();
        var id = new Option<string?>("--event") { HelpName = "ID", Description = "Only this event." };
        var count = new Option<int?>("--count", "-n") { HelpName = "NUMBER", Description = "End after so many lines." };
        var json = CommonOptions.Json();
        management.AddTo(command);
        command.Options.Add(id);
        command.Options.Add(count);
        command.Options.Add(json);
        return command.Does(async (arguments, cancellationToken) =>
        {
            using var client = management.Connect(arguments);
            int left = arguments.GetValue(count) ?? int.MaxValue;
            await foreach (var (name, data) in client.ListenAsync(Query.Of("live", ("event", arguments.GetValue(id))), cancellationToken))
            {
                if (arguments.GetValue(json)) Console.Out.WriteLine(new JsonObject { ["kind"] = name, ["data"] = data.DeepClone() }.ToJsonString());
                else Show(name, data);
                if (--left <= 0) break;
            }

            return ExitCode.Fine;
        });
    }

    private static void Show(string name, JsonNode data)
    {
        if (name == "gap")
        {
            Screen.Line($"… {data.Number("lost")} not shown: they came faster than they were read");
            return;
        }

        string kind = data.Text("kind");
        string took = data["durationMs"] is not null ? $" {data.Number("durationMs")} ms" : "";
        string target = data.Text("target") is { Length: > 0 } to ? $" {to}" : "";
        string error = data.Text("errorType") is { Length: > 0 } type ? $" {type}{(data.Text("error") is { Length: > 0 } message ? $": {message.Split('\n')[0]}" : "")}" : "";
        string payload = data.Text("payload") is { Length: > 0 } text ? $" {text.ReplaceLineEndings(" ")}" : "";
        Screen.Line($"{data.Time("timestamp")} {kind,-9} {data.Text("eventId")}{target}{took}{error}{payload}", kind == "failed" ? Color.Red : null);
    }
}
