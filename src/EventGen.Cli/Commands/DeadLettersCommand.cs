using System.CommandLine;
using System.Text.Json.Nodes;
using EventGen.Cli.Managing;
using EventGen.Cli.Screens;
using EventGen.Cli.Storing;
using Spectre.Console;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen dead-letters</c>.</summary>
internal static class DeadLettersCommand
{
    public static Command Create() => new("dead-letters", "Lists, shows, replays and discards the dead letters of a running bus or in a store.")
    {
        CreateList(),
        CreateShow(),
        CreateChange("replay", "Handles dead letters once more: that of ID, or those that the options name.", isReplay: true),
        CreateChange("discard", "Removes dead letters for good, without handling them: that of ID, or those that the options name.", isReplay: false),
    };

    private static Command CreateList()
    {
        var command = new Command("list", "Lists dead letters, the oldest first.");
        var bus = new BusOptions();
        var filter = new DeadLetterFilterOptions();
        var skip = NumberOption.Create("--skip", "Pass over so many.", least: 0, most: int.MaxValue, missing: 0);
        var take = NumberOption.Create("--take", "List so many at most.", least: 1, most: 500, missing: 50);
        var json = CommonOptions.Json();
        bus.AddTo(command);
        filter.AddTo(command);
        command.Options.Add(skip);
        command.Options.Add(take);
        command.Options.Add(json);
        return command.Does(async (arguments, cancellationToken) =>
        {
            await using var opened = await bus.ConnectAsync(arguments, cancellationToken);
            var choice = await NameCheck.ResolveAsync(opened, filter.Choice(arguments), cancellationToken);
            var page = await opened.DeadLettersAsync(choice, (int)arguments.GetValue(skip)!, (int)arguments.GetValue(take)!, cancellationToken);
            if (arguments.GetValue(json))
            {
                JsonScreen.Write(page);
                return ExitCode.Fine;
            }

            var table = new Screens.Table("ID", "EVENT", "TARGET", "KIND", "ATTEMPTS", "LAST FAILURE", "CAUSE");
            foreach (var item in page.Items("items"))
            {
                table.Add(
                    item.Text("id"), item.Text("eventId"), item.Text("target"), item.Text("kind"), item.Number("attempts"), item.Time("lastFailure"),
                    item.Text("reason") is { Length: > 0 } reason ? reason.Split('\n')[0] : item.Text("exceptionType"));
            }

            string total = page.Number("total"), more = page.Flag("hasMore") == true ? " and more" : "";
            table.Show(choice.IsAll && arguments.GetValue(skip) == 0 ? "No dead letters." : "No dead letters that match.");
            if (total is not ("" or "0")) Console.Error.WriteLine($"{page.Items("items").Count} of {total}{more}");
            return ExitCode.Fine;
        });
    }

    private static Command CreateShow()
    {
        var command = new Command("show", "Shows one dead letter.");
        var bus = new BusOptions();
        var id = CommonOptions.Id("The dead letter's id.");
        var json = CommonOptions.Json();
        bus.AddTo(command);
        command.Arguments.Add(id);
        command.Options.Add(json);
        return command.Does(async (arguments, cancellationToken) =>
        {
            await using var opened = await bus.ConnectAsync(arguments, cancellationToken);
            var deadLetter = await opened.DeadLetterAsync(arguments.GetValue(id)!.Value, cancellationToken);
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

    private static Command CreateChange(string name, string description, bool isReplay)
    {
        var command = new Command(name, description);
        var bus = new BusOptions();
        var filter = new DeadLetterFilterOptions();
        var id = CommonOptions.Id("The dead letter's id.", mayBeLeftOut: true);
        var all = new Option<bool>("--all") { Description = "All dead letters." };
        bus.AddTo(command);
        command.Arguments.Add(id);
        filter.AddTo(command);
        command.Options.Add(all);
        return command.Does(async (arguments, cancellationToken) =>
        {
            await using var opened = await bus.ConnectAsync(arguments, cancellationToken);
            bool isAll = arguments.GetValue(all);
            var choice = filter.Choice(arguments);
            if (arguments.GetValue(id) is { } one)
            {
                if (isAll || !choice.IsAll) throw new CommandException("An ID goes with no filter and no --all.");
                bool succeeded = true;
                if (isReplay) succeeded = await opened.ReplayAsync(one, cancellationToken);
                else await opened.DiscardAsync(one, cancellationToken);
                Screen.Line(succeeded ? $"{one}: done" : $"{one}: failed again, and is kept", succeeded ? null : Color.Red);
                return succeeded ? ExitCode.Fine : ExitCode.Found;
            }

            if (!isAll && choice.IsAll) throw new CommandException($"Nothing says which dead letters to {name}: give an ID, a filter such as --event, or --all.");
            choice = await NameCheck.ResolveAsync(opened, choice, cancellationToken);
            var operation = isReplay ? await opened.ReplayAllAsync(choice, cancellationToken) : await opened.DiscardAllAsync(choice, cancellationToken);
            bool isFine = operation.Text("state") == "succeeded" && operation.Number("failed") == "0";
            Screen.Line(Outcome(operation, isReplay), isFine ? null : Color.Red);
            return isFine ? ExitCode.Fine : ExitCode.Found;
        });
    }

    // The operation is called succeeded when it has tried every dead letter, whatever became of them.
    private static string Outcome(JsonNode? operation, bool isReplay)
    {
        string failed = operation.Number("failed") == "0" ? "" : $", {operation.Number("failed")} {(isReplay ? "failed again and kept" : "not discarded")}";
        string ended = operation.Text("state") == "succeeded" ? "" : $"; {operation.Text("state")} before the end";
        string problem = operation.Text("problem") is { Length: > 0 } text ? $": {text}" : "";
        return $"{operation.Number("succeeded")} {(isReplay ? "replayed" : "discarded")}{failed}{ended}{problem}";
    }
}
