using System.Globalization;
using EventGen.EventContracts;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;

namespace EventGen.CodeFixes.Contracts;

/// <summary>Writes the payload that a version of an event had, from the contract file, with the types in it that have changed since. Used once.</summary>
/// <param name="old">The version as it was accepted.</param>
/// <param name="now">The event as it is: what has not changed keeps its types.</param>
/// <param name="settings">The settings of the context.</param>
/// <param name="names">What the types are called.</param>
internal sealed class OldPayload(ContractVersion old, ParsedVersion now, JsonSettings settings, OldTypeNames names)
{
    private const string Serialization = "global::System.Text.Json.Serialization";

    private readonly Queue<string> _waiting = new();
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);
    private bool _isImpossible;

    /// <returns>The record; <see langword="null"/> when the payload was no object, or holds something that no type of C# writes the same.</returns>
    public string? Write()
    {
        if (old.Payload.Kind != ContractSchemaKind.Reference || old.Definitions[old.Payload.Format] is not ContractObject parts) return null;
        _met.Add(old.Payload.Format);
        string record = Record(names.Payload, parts, old.Payload.Format, now.Version.Payload.Format);
        var nested = new List<string>();
        while (_waiting.Count > 0) nested.Add(Changed(_waiting.Dequeue()));
        if (_isImpossible) return null;
        return nested.Count == 0 ? $"{record};" : $"{record}\n{{\n{string.Join("\n\n", nested.Select(static type => $"    {type.Replace("\n", "\n    ")}"))}\n}}";
    }

    private string Record(string name, ContractObject parts, string definition, string current) =>
        $"public sealed record {name}({string.Join(", ", parts.Parts.OrderBy(HasDefault).Select(part => Part(part, definition, current)))})";

    // A parameter with a default stands behind those without.
    private bool HasDefault(ContractPart part) => !part.IsRequired && (!part.Schema.AllowsNull || settings.RequiresParameters);

    private string Part(ContractPart part, string definition, string current)
    {
        var same = now.Version.Definitions.TryGetValue(current, out var type) ? (type as ContractObject)?.Find(part.Name) : null;
        var member = same is null ? null : now.Symbols.Find(current, part.Name);
        string name = names.Member(definition, part.Name, member?.Name);
        bool isUnchanged = member is not null && AreSame(part.Schema, same!.Schema) && part.Schema.AllowsNull == same.Schema.AllowsNull;
        string written = isUnchanged ? PayloadMembers.TypeOf(member!).Annotated() : Type(part.Schema);
        return $"{Marks(part, name)}{written} {CSharpText.Identifier(name)}{(HasDefault(part) ? " = default!" : "")}";
    }

    private string Marks(ContractPart part, string name)
    {
        string marks = JsonNaming.Apply(settings.Naming, name) == part.Name ? "" : $"[property: {Serialization}.JsonPropertyName({CSharpText.Literal(part.Name)})] ";
        // What may be null need not be there, unless it says so.
        if (part is { IsRequired: true, Schema.AllowsNull: true } && !settings.RequiresParameters) marks += $"[property: {Serialization}.JsonRequired] ";
        return part.IsSensitive ? $"{marks}[property: global::EventGen.Sensitive] " : marks;
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
            _ => "global::System.Text.Json.JsonElement",   // whatever it was, it can be read
        };
        return schema.AllowsNull ? $"{type}?" : type;
    }

    // A type that can read what was written stays; one that cannot is written as it was.
    private string Definition(string name)
    {
        if (IsKept(name) && UnionOf(name) is null) return now.Symbols.Find(name)!.Global();
        if (_met.Add(name)) _waiting.Enqueue(name);
        // The parameters of a record do not see the types that it holds.
        string type = names.Of(name);
        return type == names.Payload ? type : $"{names.Payload}.{CSharpText.Identifier(type)}";
    }

    private string Changed(string definition)
    {
        string name = CSharpText.Identifier(names.Of(definition));
        switch (old.Definitions[definition])
        {
            case ContractEnum values:
                return Enum(name, values);
            case ContractUnion several when several.Cases.All(static item => item.Value.Length > 0):
                string kinds = several.Discriminator == "$type" ? "" : $"[{Serialization}.JsonPolymorphic(TypeDiscriminatorPropertyName = {CSharpText.Literal(several.Discriminator)})]\n";
                return $"{kinds}{string.Concat(several.Cases.Select(item => $"[{Serialization}.JsonDerivedType(typeof({Definition(item.Definition)}), {item.Value})]\n"))}public abstract record {name};";
            case ContractObject parts:
                string? union = UnionOf(definition);
                return $"{Record(name, parts, definition, definition)}{(union is null ? "" : $" : {Definition(union)}")};";
            default:
                _isImpossible = true;   // an object without a discriminator beside others
                return "";
        }
    }

    private string Enum(string name, ContractEnum values)
    {
        if (!values.Members.All(static member => Identifiers.IsValid(member.Name))) _isImpossible = true;
        var numbers = values.IsText ? [] : values.Members.Select(static member => decimal.Parse(member.Value, CultureInfo.InvariantCulture)).ToList();
        string size = numbers.Exists(static value => value > long.MaxValue) ? " : ulong" : numbers.Exists(static value => value is < int.MinValue or > int.MaxValue) ? " : long" : "";
        string converter = values.IsText == settings.EnumsAreText ? "" : $"[{Serialization}.JsonConverter(typeof({Serialization}.Json{(values.IsText ? "String" : "Number")}EnumConverter<{names.Payload}.{name}>))]\n";
        var members = values.Members.Select(member => $"{CSharpText.Identifier(member.Name)}{(values.IsText ? "" : $" = {member.Value}")}");
        return $"{converter}{(values.IsFlags ? "[global::System.Flags]\n" : "")}public enum {name}{size} {{ {string.Join(", ", members)} }}";
    }

    private bool IsKept(string name)
    {
        var reference = new ContractSchema(ContractSchemaKind.Reference, name);
        return now.Symbols.Find(name) is not null && now.Version.Definitions.ContainsKey(name) && AreSame(reference, reference);
    }

    // What one of several types was has to be so in the same way.
    private string? UnionOf(string definition)
    {
        var unions = old.Definitions.Where(pair => pair.Value is ContractUnion union && union.Cases.Any(item => item.Definition == definition) && !IsKept(pair.Key)).Select(static pair => pair.Key).ToList();
        if (unions.Count > 1) _isImpossible = true;
        return unions.FirstOrDefault();
    }

    private bool AreSame(ContractSchema before, ContractSchema after) => ContractComparison.AreCompatible(old, before, now.Version, after, ContractPromise.Full);

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
}
