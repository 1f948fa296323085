using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EventGen.Cli.Managing;
using EventGen.Cli.Screens;
using Spectre.Console;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen dead-letters</c>.</summary>
internal static class DeadLettersCommand
{
    public static Command Create() => new("dead-letters", "Lists, shows, replays and discards the dead letters of a running bus.")
    {
        CreateList(),
        CreateShow(),
        CreateChange("replay", "Handles dead letters once more: that of ID, or those that the options name.", HttpMethod.Post, "/replay"),
        CreateChange("discard", "Gives dead letters up: that of ID, or those that the options name.", HttpMethod.Delete, ""),
    };

    private static Command CreateList()
    {
        var command = new Command("list", "Lists dead letters, the oldest first.");
        var management = new ManagementOptions();
        var filter = new DeadLetterFilterOptions();
        var skip = new Option<int>("--skip") { HelpName = "NUMBER", Description = "Pass over so many." };
        var take = new Option<int>("--take") { HelpName = "NUMBER", DefaultValueFactory = static _ => 50, Description = "List so many at most." };
        var json = CommonOptions.Json();
        management.AddTo(command);
        filter.AddTo(command);
        command.Options.Add(skip);
        command.Options.Add(take);
        command.Options.Add(json);
        return command.Does(async (arguments, cancellationToken) =>
        {
            using var client = management.Connect(arguments);
            var page = await client.GetAsync(
                Query.Of("dead-letters", [.. filter.Parameters(arguments), ("skip", Number(arguments.GetValue(skip))), ("take", Number(arguments.GetValue(take)))]), cancellationToken);
            if (arguments.GetValue(json))
            {
                JsonScreen.Write(page);
                return ExitCode.Fine;
            }

            var table = new Screens.Table("ID", "EVENT", "TARGET", "KIND", "ATTEMPTS", "LAST FAILURE", "CAUSE");
            foreach (var item in page?["items"]?.AsArray() ?? [])
            {
                table.Add(
                    item.Text("id"), item.Text("eventId"), item.Text("target"), item.Text("kind"), item.Number("attempts"), item.Time("lastFailure"),
                    item.Text("reason") is { Length: > 0 } reason ? reason.Split('\n')[0] : item.Text("exceptionType"));
            }

            table.Show();
            int shown = page?["items"]?.AsArray().Count ?? 0;
            Console.Error.WriteLine($"{shown} of {page.Number("total")}{(page?["hasMore"]?.GetValue<bool>() == true ? " and more" : "")}");
            return ExitCode.Fine;
        });
    }

    private static Command CreateShow()
    {
        var command = new Command("show", "Shows one dead letter.");
        var management = new ManagementOptions();
        var id = new Argument<Guid>("ID") { Description = "The dead letter's id." };
        var json = CommonOptions.Json();
        management.AddTo(command);
        command.Arguments.Add(id);
        command.Options.Add(json);
        return command.Does(async (arguments, cancellationToken) =>
        {
            using var client = management.Connect(arguments);
            var deadLetter = await client.GetAsync($"dead-letters/{arguments.GetValue(id)}", cancellationToken);
            if (arguments.GetValue(json)) JsonScreen.Write(deadLetter);
            else Show(deadLetter, "");
            return ExitCode.Fine;
        });
    }

    private static void Show(JsonNode? node, string indent)
    {
        foreach (var (name, value) in node?.AsObject() ?? [])
        {
            switch (value)
            {
                case JsonObject inner:
                    Screen.Line($"{indent}{name}:");
                    Show(inner, $"{indent}  ");
                    break;
                case not null:
                    string text = value.ToString();
                    Screen.Line(text.Contains('\n', StringComparison.Ordinal) ? $"{indent}{name}:\n{indent}  {text.TrimEnd().ReplaceLineEndings($"\n{indent}  ")}" : $"{indent}{name}: {text}");
                    break;
            }
        }
    }

    private static Command CreateChange(string name, string description, HttpMethod method, string suffix)
    {
        var command = new Command(name, description);
        var management = new ManagementOptions();
        var filter = new DeadLetterFilterOptions();
        var id = new Argument<Guid?>("ID") { Arity = ArgumentArity.ZeroOrOne, Description = "The dead letter's id." };
        var all = new Option<bool>("--all") { Description = "All dead letters." };
        management.AddTo(command);
        command.Arguments.Add(id);
        filter.AddTo(command);
        command.Options.Add(all);
        return command.Does(async (arguments, cancellationToken) =>
        {
            using var client = management.Connect(arguments);
            bool isAll = arguments.GetValue(all);
            if (arguments.GetValue(id) is { } one)
            {
                if (isAll || !filter.IsEmpty(arguments)) throw new CommandException("An ID goes with no filter and no --all.");
                var answer = await client.SendAsync(method, $"dead-letters/{one}{suffix}", cancellationToken);
                bool succeeded = answer?["succeeded"]?.GetValue<bool>() ?? true;
                Screen.Line(succeeded ? $"{one}: done" : $"{one}: failed again, and is kept", succeeded ? null : Color.Red);
                return succeeded ? ExitCode.Fine : ExitCode.Found;
            }

            if (!isAll && filter.IsEmpty(arguments)) throw new CommandException($"Nothing says which dead letters to {name}: give an ID, a filter such as --event, or --all.");
            var operation = await client.SendAsync(method, Query.Of($"dead-letters{suffix}", [.. filter.Parameters(arguments), ("all", isAll && filter.IsEmpty(arguments) ? "true" : null)]), cancellationToken);
            return await FollowAsync(client, operation, cancellationToken);
        });
    }

    private static async Task<int> FollowAsync(ManagementClient client, JsonNode? operation, CancellationToken cancellationToken)
    {
        string id = operation.Text("id");
        while (operation.Text("state") == "running")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
            operation = await client.GetAsync($"operations/{id}", cancellationToken);
        }

        bool isFine = operation.Text("state") == "succeeded" && operation.Number("failed") == "0";
        Screen.Line($"{operation.Text("state")}: {operation.Number("succeeded")} succeeded, {operation.Number("failed")} failed{(operation.Text("problem") is { Length: > 0 } problem ? $". {problem}" : "")}", isFine ? null : Color.Red);
        return isFine ? ExitCode.Fine : ExitCode.Found;
    }

    private static string? Number(int number) => number == 0 ? null : number.ToString(CultureInfo.InvariantCulture);
}
