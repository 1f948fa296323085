namespace EventGen.Generators.Tests.Corpus.Generation;

/// <summary>An event of the generated code.</summary>
/// <param name="Name">Its type and accessor.</param>
/// <param name="Fields">Its parts, with their types.</param>
/// <param name="Create">An expression that makes one.</param>
internal sealed record EventShape(string Name, IReadOnlyList<(string Name, string Type)> Fields, string Create)
{
    private static readonly (string Type, string Sample)[] s_types =
    [
        ("int", "7"), ("long", "99L"), ("string", "\"text\""), ("decimal", "1.5m"), ("Guid", "Guid.NewGuid()"), ("bool", "true"), ("string?", "null"),
        ("DateTimeOffset", "DateTimeOffset.UnixEpoch"), ("TimeSpan", "TimeSpan.FromSeconds(3)"), ("DayOfWeek", "DayOfWeek.Friday"), ("IReadOnlyList<int>", "[1, 2]"), ("double", "0.25"),
    ];

    private static readonly string[] s_subjects =
        ["Order", "Invoice", "Parcel", "Customer", "Price", "Ticket", "Room", "Sensor", "Account", "Message", "Shift", "Recipe", "Track", "Vote", "Route", "Meter"];

    private static readonly string[] s_verbs = ["Placed", "Opened", "Closed", "Moved", "Changed", "Measured", "Sent", "Lost", "Approved", "Rejected", "Renamed", "Merged"];

    private static readonly string[] s_fields = ["Number", "Code", "Owner", "Amount", "Since", "Reason", "Level", "Place", "Kind", "Share", "Weight", "Label"];

    /// <summary>Writes the declaration of an event of some kind.</summary>
    public static EventShape Declare(CodeWriter code, string suffix, string? group)
    {
        string name = $"{code.Pick(s_subjects)}{code.Pick(s_verbs)}{suffix}";
        var fields = code.Some(s_fields).Take(code.Number(1, 4)).Select(field => (Name: field, Type: code.Pick(s_types))).ToArray();
        string parameters = string.Join(", ", fields.Select(field => $"{field.Type.Type} {field.Name}"));
        string arguments = string.Join(", ", fields.Select(static field => field.Type.Sample));
        string bases = group is null ? "" : $" : {group}";
        string access = code.Pick("public", "internal");
        if (code.Chance(0.4)) code.Line($"/// <summary>{name} has happened.</summary>");
        code.Line(code.Pick("[Event]", $"[Event(\"{suffix.ToLowerInvariant()}.{name.ToLowerInvariant()}\")]", "[Event(Version = 2)]", $"[Event(Description = \"What {name} means.\")]", "[Event, Retry(2)]", "[Event, HandlerTimeout(\"00:00:05\")]"));
        string create = $"new {name}({arguments})";
        switch (code.Number(0, 4))
        {
            case 0:
                code.Line($"{access} sealed record {name}({parameters}){bases};");
                break;
            case 1:
                code.Line($"{access} readonly record struct {name}({parameters}){bases};");
                break;
            case 2:
                code.Block($"{access} sealed record {name}{bases}", () =>
                {
                    foreach (var (field, (type, _)) in fields) code.Line($"public required {type} {field} {{ get; init; }}");
                });
                create = $"new {name} {{ {string.Join(", ", fields.Select(static field => $"{field.Name} = {field.Type.Sample}"))} }}";
                break;
            case 3:
                code.Block($"{access} sealed class {name}({string.Join(", ", fields.Select(static field => $"{field.Type.Type} {Camel(field.Name)}"))}){bases}", () =>
                {
                    foreach (var (field, (type, _)) in fields) code.Line($"public {type} {field} {{ get; }} = {Camel(field)};");
                });
                break;
            default:
                code.Block($"{access} {code.Pick("sealed record", "sealed class")} {name}{bases}", () =>
                {
                    foreach (var (field, (type, _)) in fields) code.Line($"public {type} {field} {{ get; }}");
                    code.Line();
                    code.Block($"public {name}({string.Join(", ", fields.Select(static field => $"{field.Type.Type} {Camel(field.Name)}"))})", () =>
                    {
                        foreach (var (field, _) in fields) code.Line($"{field} = {Camel(field)};");
                    });
                });
                break;
        }

        code.Line();
        return new EventShape(name, [.. fields.Select(static field => (field.Name, field.Type.Type))], create);
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
