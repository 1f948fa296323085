using System.CommandLine;
using System.Globalization;
using System.Text;
using EventGen.EventContracts;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen schema</c>.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Writes the JSON Schema (2020-12) of an event; without EVENT, an object with those of all events, by id and version.");
        var source = new SourceOptions();
        var id = new Argument<string?>("EVENT") { Arity = ArgumentArity.ZeroOrOne, Description = "The event's id." };
        var version = NumberOption.Create("--version", "An older version, that is still read. Default: the event's own.", least: 1, most: int.MaxValue);
        var output = CommonOptions.Output();
        source.AddTo(command);
        command.Arguments.Add(id);
        command.Options.Add(version);
        command.Options.Add(output);
        return command.Does(arguments =>
        {
            // "schema order.placed" names an event of this folder.
            string? path = arguments.GetValue(source.Path), wanted = arguments.GetValue(id);
            bool isEvent = path is not null && wanted is null && !File.Exists(path) && !Directory.Exists(path);
            var application = Reading.ApplicationReader.Read(new Reading.ApplicationSource(
                isEvent ? "." : path ?? ".", arguments.GetValue(source.Framework), arguments.GetValue(source.Properties) ?? [], arguments.GetValue(source.NoBuild)));
            if (isEvent) wanted = path;
            if (wanted is null && application.Events.All(static declared => declared.Contract is null))
                Console.Error.WriteLine("No event has a schema: no JsonSerializerContext of the projects lists one.");
            OutputFile.Write(arguments.GetValue(output), wanted is null ? All(application) : One(application.Find(wanted), (int?)arguments.GetValue(version)));
            return ExitCode.Fine;
        });
    }

    private static string One(EventManifest declared, int? number)
    {
        if (declared.Contract is not { } contract)
            throw new CommandException($"'{declared.Id}' has no schema: no JsonSerializerContext of its project lists '{declared.Type}'.");
        var version = contract.Find(number ?? declared.Version) ?? throw new CommandException(
            $"'{declared.Id}' has no version {number}; it has {string.Join(", ", contract.Versions.Select(static version => version.Number))}.");
        return JsonSchemaWriter.Write(declared.Id, version, version.Number == declared.Version ? declared.Annotations : null);
    }

    private static string All(Reading.Application application)
    {
        var json = new StringBuilder("{");
        string separator = "\n";
        foreach (var declared in application.Events)
        {
            foreach (var version in declared.Contract?.Versions ?? [])
            {
                json.Append(separator).Append("  ").Append(JsonText.Quote($"{declared.Id}@{version.Number.ToString(CultureInfo.InvariantCulture)}")).Append(": ")
                    .Append(One(declared, version.Number).TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal));
                separator = ",\n";
            }
        }

        return json.Append("\n}\n").ToString();
    }
}
