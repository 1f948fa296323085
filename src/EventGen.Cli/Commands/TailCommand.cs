using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventGen.Cli.Managing;
using EventGen.Cli.Screens;
using EventGen.Cli.Tailing;
using Spectre.Console;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen tail</c>.</summary>
internal static class TailCommand
{
    // For a terminal, not for a page: quotes and characters as they are.
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var command = new Command("tail", "Shows what happens on a running bus, by the clock of its application, or what is published over a Redis or RabbitMQ, by the clocks of the senders; one line each, until Ctrl-C.");
        var management = new ManagementOptions();
        var id = new Option<string?>("--event") { HelpName = "ID", Description = "Only this event." };
        var count = NumberOption.Create("--count", "End after so many lines.", least: 1, most: long.MaxValue);
        var server = new TailOptions();
        var json = CommonOptions.Json();
        count.Aliases.Add("-n");
        management.AddTo(command);
        server.AddTo(command);
        command.Options.Add(id);
        command.Options.Add(count);
        command.Options.Add(json);
        return command.Does(async (arguments, cancellationToken) =>
        {
            long left = arguments.GetValue(count) ?? long.MaxValue;
            if (server.IsGiven(arguments))
            {
                if (management.IsGiven(arguments)) throw new CommandException("Give --url or a server, not both.");
                await foreach (var wire in server.ListenAsync(arguments, static where => Console.Error.WriteLine($"listening to {where}; times are those of the emits, by the clocks of their senders"), cancellationToken))
                {
                    var message = MessageLine.Describe(wire);
                    if (arguments.GetValue(id) is { } only && message.Text("eventId") != only) continue;
                    if (arguments.GetValue(json)) Console.Out.WriteLine(message.ToJsonString());
                    else Show(message);
                    if (--left <= 0) break;
                }

                return ExitCode.Fine;
            }

            using var client = management.Connect(arguments);
            if (arguments.GetValue(id) is { } declared) await NameCheck.CheckDeclaredAsync(new RunningBus(client), declared, cancellationToken);
            await foreach (var (name, data) in client.ListenAsync(Query.Of("live", ("event", arguments.GetValue(id))), cancellationToken))
            {
                if (arguments.GetValue(json)) Console.Out.WriteLine(new JsonObject { ["kind"] = name, ["data"] = data.DeepClone() }.ToJsonString());
                else Show(name, data);
                if (--left <= 0) break;
            }

            return ExitCode.Fine;
        }, arguments => arguments.GetValue(count) is null);
    }

    private static void Show(JsonObject message) => Screen.OneLine(
        message.Text("fault") is { Length: > 0 } fault
            ? $"no message of EventGen, {message.Number("bytes")} bytes: {fault}"
            : $"{message.Time("timestamp")} published {message.Text("eventId")}{(message.Number("version") == "1" ? "" : $"@{message.Number("version")}")}{(message.Text("source") is { Length: > 0 } source ? $" from {source}" : "")}, {message.Number("bytes")} bytes {TraceId(message)}",
        message["fault"] is null ? null : Color.Red);

    // What GET /trace takes, whole: a terminal wraps a long line, and a part of an id leads nowhere.
    private static string TraceId(JsonNode data) => data.Text("correlationId") is { Length: > 0 } correlation ? correlation : data.Text("id");

    // A serializer may be set to indent; of a payload that was cut off, only the lines are joined.
    internal static string Compact(string payload)
    {
        try
        {
            return JsonNode.Parse(payload)?.ToJsonString(s_compact) ?? payload;
        }
        catch (JsonException)
        {
            return payload.ReplaceLineEndings(" ");
        }
    }

    private static void Show(string name, JsonNode data)
    {
        if (name == "gap")
        {
            Screen.Line($"… {data.Number("lost")} not shown: they came faster than they were read");
            return;
        }

        string kind = data.Text("kind");
        string took = data.Member("durationMs") is not null ? $" {data.Number("durationMs")} ms" : "";
        string target = data.Text("target") is { Length: > 0 } to ? $" {to}" : "";
        string error = data.Text("errorType") is { Length: > 0 } type ? $" {type}{(data.Text("error") is { Length: > 0 } message ? $": {message.Split('\n')[0]}" : "")}" : "";
        string payload = data.Text("payload") is { Length: > 0 } text ? $" {Compact(text)}" : "";
        Screen.OneLine($"{data.Time("timestamp")} {kind,-9} {data.Text("eventId")}{target}{took}{error}{payload} {TraceId(data)}".TrimEnd(), kind == "failed" ? Color.Red : null);
    }
}
