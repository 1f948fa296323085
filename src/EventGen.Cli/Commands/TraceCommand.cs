using System.CommandLine;
using System.Text.Json.Nodes;
using EventGen.Cli.Managing;
using EventGen.Cli.Screens;
using Spectre.Console;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen trace</c>.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var command = new Command("trace", "Shows what happened under a correlation id, or to an emission and what it has caused.");
        var management = new ManagementOptions();
        var id = new Argument<string>("ID") { Description = "A correlation id, or an emission's id: what tail ends its lines with." };
        var json = CommonOptions.Json();
        command.Arguments.Add(id);
        management.AddTo(command);
        command.Options.Add(json);
        return command.Does(async (arguments, cancellationToken) =>
        {
            using var client = management.Connect(arguments);
            var trace = await client.GetAsync($"trace/{Uri.EscapeDataString(arguments.GetValue(id)!)}", "events", cancellationToken);
            if (arguments.GetValue(json)) JsonScreen.Write(trace);
            else Show(trace);
            return ExitCode.Fine;
        });
    }

    // Each emission stands below the one whose handler has emitted it.
    private static void Show(JsonNode trace)
    {
        List<JsonNode> left = [.. trace.Items("events").OfType<JsonNode>()];
        HashSet<string> ids = [.. left.Select(static emission => emission.Text("id"))];
        var pending = new Stack<(JsonNode Emission, int Depth)>();
        Push(emission => !ids.Contains(emission.Text("causationId")), 0);
        while (pending.Count > 0 || left.Count > 0)
        {
            // Those that are left, if any, are said to have caused one another.
            if (pending.Count == 0) Push(_ => true, 0);
            var (emission, depth) = pending.Pop();
            Show(emission, new string(' ', 2 * Math.Min(depth, 20)));
            Push(other => other.Text("causationId") == emission.Text("id"), depth + 1);
        }

        if (trace.Flag("mayBeIncomplete") == true) Console.Error.WriteLine("Something of it may be missing: events came too fast to be told one by one, or are no longer kept.");

        void Push(Func<JsonNode, bool> isNext, int depth)
        {
            var next = left.Where(isNext).Reverse().ToList();
            left.RemoveAll(emission => next.Contains(emission));
            foreach (var emission in next) pending.Push((emission, depth));
        }
    }

    private static void Show(JsonNode emission, string indent)
    {
        string state = emission.Text("state"), source = emission.Text("source") is { Length: > 0 } from ? $" from {from}" : "";
        Screen.OneLine($"{indent}{emission.Time("timestamp")} {emission.Text("eventId")}{source}, {state} {emission.Text("id")}", state is "failed" or "dead-letter" ? Color.Red : null);
        foreach (var activity in emission.Items("activities").OfType<JsonNode>().Where(static activity => activity.Text("target").Length > 0))
        {
            string kind = activity.Text("kind");
            string took = activity.Member("durationMs") is not null ? $" {activity.Number("durationMs")} ms" : "";
            string attempt = activity.Number("attempt") is "" or "0" or "1" ? "" : $", attempt {activity.Number("attempt")}";
            string error = activity.Text("errorType") is { Length: > 0 } type ? $" {type}{(activity.Text("error") is { Length: > 0 } message ? $": {message.Split('\n')[0]}" : "")}" : "";
            Screen.OneLine($"{indent}  {activity.Time("timestamp")} {kind} {activity.Text("target")}{took}{attempt}{error}", kind == "failed" ? Color.Red : null);
        }

        foreach (var deadLetter in emission.Items("deadLetters")) Screen.OneLine($"{indent}  dead letter {deadLetter.Text("id")} of {deadLetter.Text("target")}", Color.Red);
    }
}
