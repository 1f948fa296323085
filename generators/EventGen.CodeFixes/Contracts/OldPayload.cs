using EventGen.EventContracts;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.CodeFixes.Contracts;

/// <summary>Writes the payload that a version of an event had, from the contract file. Used once.</summary>
/// <param name="old">The version as it was accepted.</param>
/// <param name="now">The event as it is: what has not changed keeps its types.</param>
/// <param name="naming">The naming policy of the context, as <see cref="JsonNaming"/> takes it.</param>
internal sealed class OldPayload(ContractVersion old, ParsedVersion now, int naming)
{
    private const string JsonElement = "global::System.Text.Json.JsonElement";

    // The types that have changed and are written down as they were, in the order in which they were met.
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    /// <returns>The record, its lines ended by \n; <see langword="null"/> when the payload was no object.</returns>
    public string? Write(string name) =>
        old.Payload.Kind == ContractSchemaKind.Reference && old.Definitions[old.Payload.Format] is ContractObject parts
            ? Record(name, parts, now.Version.Payload.Format)
            : null;

    private string Record(string name, ContractObject parts, string current)
    {
        string head = $"public sealed record {name}({string.Join(", ", parts.Parts.OrderBy(IsLast).Select(part => Part(part, current)))})";
        if (current != now.Version.Payload.Format || _written.Count == 0) return $"{head};";
        var inside = _written.Values.SelectMany(static text => text.Split('\n')).Select(static line => $"    {line}");
        return $"{head}\n{{\n{string.Join("\n", inside)}\n}}";
    }

    // A parameter with a default stands behind those without.
    private static bool IsLast(ContractPart part) => !part.IsRequired && !part.Schema.AllowsNull;

    private string Part(ContractPart part, string current)
    {
        var same = now.Version.Definitions.TryGetValue(current, out var definition) ? (definition as ContractObject)?.Find(part.Name) : null;
        var member = same is null ? null : now.Symbols.Find(current, part.Name);
        string name = member?.Name ?? MemberName(part.Name), text = Identifier(name);
        string attribute = JsonNaming.Apply(naming, name) == part.Name ? "" : $"[property: global::System.Text.Json.Serialization.JsonPropertyName({CSharpText.Literal(part.Name)})] ";
        bool isUnchanged = member is not null && ContractComparison.AreCompatible(old, part.Schema, now.Version, same!.Schema, ContractPromise.Full)
            && part.Schema.AllowsNull == same.Schema.AllowsNull;
        string type = isUnchanged ? PayloadMembers.TypeOf(member!).Annotated() : Type(part.Schema);
        return $"{attribute}{type} {text}{(IsLast(part) ? " = default!" : "")}";
    }

    private string Type(ContractSchema schema)
    {
        string type = schema.Kind switch
        {
            ContractSchemaKind.Boolean => "bool",
            ContractSchemaKind.Text => Text(schema.Format),
            ContractSchemaKind.Number or ContractSchemaKind.NumberText or ContractSchemaKind.NumberOrName => Number(schema.Format),
            ContractSchemaKind.List => $"{Type(schema.Items!)}[]",
            ContractSchemaKind.Map => $"global::System.Collections.Generic.Dictionary<{(schema.Keys is { } keys ? Type(keys) : "string")}, {Type(schema.Items!)}>",
            ContractSchemaKind.Reference => Definition(schema.Format),
            _ => JsonElement,   // whatever it was, it can be read
        };
        return schema.AllowsNull ? $"{type}?" : type;
    }

    // A type that can read what was written stays; one that cannot is written down as it was.
    private string Definition(string name)
    {
        var reference = new ContractSchema(ContractSchemaKind.Reference, name);
        if (now.Symbols.Find(name) is { } type && now.Version.Definitions.ContainsKey(name) && ContractComparison.AreCompatible(old, reference, now.Version, reference, ContractPromise.Full))
            return type.Global();
        if (_written.ContainsKey(name)) return name;
        switch (old.Definitions[name])
        {
            case ContractObject parts:
                _written.Add(name, "");   // taken, for a type that holds itself
                _written[name] = Record(name, parts, name);
                return name;
            case ContractEnum { IsText: false } members:
                _written.Add(name, $"public enum {name} {{ {string.Join(", ", members.Members.Select(static member => $"{Identifier(member.Name)} = {member.Value}"))} }}");
                return name;
            case ContractEnum members when members.Members.All(static member => Identifiers.IsValid(member.Name)):
                _written.Add(name, $"public enum {name} {{ {string.Join(", ", members.Members.Select(static member => Identifier(member.Name)))} }}");
                return name;
            default:
                return JsonElement;
        }
    }

    private static string Text(string format) => format switch
    {
        TextFormat.Uuid => "global::System.Guid",
        TextFormat.DateTimeOffset => "global::System.DateTimeOffset",
        TextFormat.DateTime => "global::System.DateTime",
        TextFormat.Date => "global::System.DateOnly",
        TextFormat.Time => "global::System.TimeOnly",
        TextFormat.TimeSpan => "global::System.TimeSpan",
        TextFormat.Uri => "global::System.Uri",
        TextFormat.Version => "global::System.Version",
        TextFormat.Char => "char",
        TextFormat.Base64 => "byte[]",
        _ => "string",
    };

    private static string Number(string format) => format switch
    {
        "int8" => "sbyte",
        "uint8" => "byte",
        "int16" => "short",
        "uint16" => "ushort",
        "int32" => "int",
        "uint32" => "uint",
        "int64" => "long",
        "uint64" => "ulong",
        "int128" => "global::System.Int128",
        "uint128" => "global::System.UInt128",
        "float16" => "global::System.Half",
        "float" => "float",
        "double" => "double",
        _ => "decimal",
    };

    private static string MemberName(string wire)
    {
        string name = Identifiers.Join(wire);
        return Identifiers.IsValid(name) ? name : $"Part{name}";
    }

    private static string Identifier(string name) => CSharpText.Identifier(name);
}
