using System.CommandLine;
using EventGen.Cli.Reading;
using EventGen.Cli.Screens;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen list</c>.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Lists events with their versions, keys, handlers, publishers, groups and triggers.");
        var source = new SourceOptions();
        var json = CommonOptions.Json();
        source.AddTo(command);
        command.Options.Add(json);
        return command.Does(arguments =>
        {
            var application = CommonOptions.Read(arguments, source);
            if (arguments.GetValue(json)) JsonScreen.Write(Model(application));
            else Show(application);
            return ExitCode.Fine;
        });
    }

    private static object Model(Application application) => new
    {
        application.Name,
        Assemblies = application.Assemblies.Select(static assembly => assembly.Manifest.Assembly),
        Events = application.Events.Select(declared => new
        {
            declared.Id,
            declared.Type,
            declared.Version,
            declared.Description,
            Key = declared.Key.Length == 0 ? null : declared.Key,
            declared.IsDurable,
            HasContract = declared.IsKept,
            declared.Publishers,
            Groups = Groups(application, declared),
            declared.Triggers,
            Handlers = application.HandlersOf(declared).Select(static handler => new { handler.Name, handler.Method, handler.Order, handler.IsAsynchronous }),
        }),
    };

    private static void Show(Application application)
    {
        var table = new Table("EVENT", "VERSION", "KEY", "HANDLERS", "PUBLISHERS", "GROUPS", "TRIGGERS");
        foreach (var declared in application.Events)
        {
            table.Add(
                declared.IsDurable ? $"{declared.Id} (durable)" : declared.Id,
                declared.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
                declared.Key,
                string.Join("\n", application.HandlersOf(declared).Select(static handler => handler.Name)),
                string.Join("\n", declared.Publishers),
                string.Join("\n", Groups(application, declared)),
                string.Join("\n", declared.Triggers.Select(Trigger)));
        }

        table.Show("No events.");
    }

    // The entity without its namespace; a trigger is of every kind of change unless it names some.
    private static string Trigger(string trigger)
    {
        const string EveryKind = " added, modified, deleted";
        int end = trigger.IndexOf(' ', StringComparison.Ordinal);
        if (end < 0) return trigger;
        string entity = trigger[..end];
        string rest = trigger[end..];
        return $"{entity[(entity.LastIndexOf('.') + 1)..]}{(rest.StartsWith(EveryKind, StringComparison.Ordinal) ? rest[EveryKind.Length..] : rest)}";
    }

    private static IEnumerable<string> Groups(Application application, EventContracts.EventManifest declared) =>
        declared.Groups.Select(group => application.FindGroup(group)?.Id ?? group);
}
