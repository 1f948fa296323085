using System.CommandLine;
using EventGen.EventContracts;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen asyncapi</c>.</summary>
internal static class AsyncApiCommand
{
    public static Command Create()
    {
        var command = new Command("asyncapi", "Writes an AsyncAPI 3.0 document of what the application sends. A running application serves one that also has servers and what it receives.");
        var source = new SourceOptions();
        var output = CommonOptions.Output();
        var title = new Option<string?>("--title") { HelpName = "TEXT", Description = "The document's title. Default: the assembly's name." };
        source.AddTo(command);
        command.Options.Add(output);
        command.Options.Add(title);
        return command.Does(arguments =>
        {
            var application = CommonOptions.Read(arguments, source);
            if (application.Events.All(static declared => declared.Publishers.Count == 0))
                Console.Error.WriteLine("The application sends no event, so that the document has no channel: [PublishTo] names where one is sent.");
            OutputFile.Write(arguments.GetValue(output), AsyncApiWriter.Write(new AsyncApiDocument(
                arguments.GetValue(title) ?? application.Name,
                application.Version,
                [.. application.Events.Where(static declared => declared.Publishers.Count > 0).Select(static declared => new AsyncApiEvent(declared, IsSent: true, IsReceived: false))],
                [])));
            return ExitCode.Fine;
        });
    }
}
