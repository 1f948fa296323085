using System.CommandLine;
using EventGen.Cli.Graphs;
using EventGen.Cli.Screens;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen graph</c>.</summary>
internal static class GraphCommand
{
    public static Command Create()
    {
        var command = new Command("graph", "Draws who emits, handles and publishes which events. Circles are marked.");
        var source = new SourceOptions();
        var format = new Option<string>("--format") { HelpName = "FORMAT", DefaultValueFactory = static _ => "mermaid", Description = "mermaid, dot or svg." };
        format.AcceptOnlyFromAmong("mermaid", "dot", "svg");
        var output = CommonOptions.Output();
        var json = CommonOptions.Json();
        source.AddTo(command);
        command.Options.Add(format);
        command.Options.Add(output);
        command.Options.Add(json);
        return command.Does(arguments =>
        {
            var graph = EventGraph.Of(CommonOptions.Read(arguments, source));
            if (arguments.GetValue(json))
            {
                JsonScreen.Write(new { graph.Nodes, graph.Edges });
                return ExitCode.Fine;
            }

            OutputFile.Write(arguments.GetValue(output), arguments.GetValue(format) switch
            {
                "dot" => DotText.Write(graph),
                "svg" => SvgPicture.Draw(graph),
                _ => MermaidText.Write(graph),
            });
            return ExitCode.Fine;
        });
    }
}
