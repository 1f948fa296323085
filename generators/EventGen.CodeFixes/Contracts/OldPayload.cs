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

    private bool _hasChangedTypes;

    /// <returns>The record; <see langword="null"/> when the payload was no object, or holds a type that is not what it was.</returns>
    public string? Write(string name)
    {
        if (old.Payload.Kind != ContractSchemaKind.Reference || old.Definitions[old.Payload.Format] is not ContractObject parts) return null;
        string record = $"public sealed record {name}({string.Join(", ", parts.Parts.OrderBy(IsLast).Select(Part))});";
        return _hasChangedTypes ? null : record;
    }

    // A parameter with a default stands behind those without.
    private static bool IsLast(ContractPart part) => !part.IsRequired && !part.Schema.AllowsNull;

    private string Part(ContractPart part)
    {
        string current = now.Version.Payload.Format;
        var same = now.Version.Definitions.TryGetValue(current, out var definition) ? (definition as ContractObject)?.Find(part.Name) : null;
        var member = same is null ? null : now.Symbols.Find(current, part.Name);
        string name = member?.Name ?? MemberName(part.Name);
        string attribute = JsonNaming.Apply(naming, name) == part.Name ? "" : $"[property: global::System.Text.Json.Serialization.JsonPropertyName({CSharpText.Literal(part.Name)})] ";
        bool isUnchanged = member is not null && ContractComparison.AreCompatible(old, part.Schema, now.Version, same!.Schema, ContractPromise.Full)
            && part.Schema.AllowsNull == same.Schema.AllowsNull;
        string type = isUnchanged ? PayloadMembers.TypeOf(member!).Annotated() : Type(part.Schema);
        return $"{attribute}{type} {CSharpText.Identifier(name)}{(IsLast(part) ? " = default!" : "")}";
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

    // A type that can read what was written stays. To write down one that cannot is left to people.
    private string Definition(string name)
    {
        var reference = new ContractSchema(ContractSchemaKind.Reference, name);
        if (now.Symbols.Find(name) is { } type && now.Version.Definitions.ContainsKey(name) && ContractComparison.AreCompatible(old, reference, now.Version, reference, ContractPromise.Full))
            return type.Global();
        _hasChangedTypes = true;
        return JsonElement;
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
}
