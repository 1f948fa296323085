using System.CommandLine;
using EventGen.Cli.Graphs;
using EventGen.Cli.Screens;
using EventGen.Graphs;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen graph</c>.</summary>
internal static class GraphCommand
{
    public static Command Create()
    {
        var command = new Command("graph", "Draws who emits, handles and publishes which events. Circles are marked.");
        var source = new SourceOptions();
        var format = new Option<string>("--format") { HelpName = "FORMAT", DefaultValueFactory = static _ => "mermaid", Description = "mermaid, dot or svg." };
        format.AcceptOnlyFromAmong([.. EventGraph.Formats]);
        var output = CommonOptions.Output();
        var json = CommonOptions.Json();
        source.AddTo(command);
        command.Options.Add(format);
        command.Options.Add(output);
        command.Options.Add(json);
        return command.Does(arguments =>
        {
            var graph = ApplicationGraph.Of(CommonOptions.Read(arguments, source));
            if (arguments.GetValue(json))
            {
                JsonScreen.Write(new { graph.Nodes, graph.Edges });
                return ExitCode.Fine;
            }

            OutputFile.Write(arguments.GetValue(output), graph.Draw(arguments.GetValue(format)!));
            return ExitCode.Fine;
        });
    }
}
