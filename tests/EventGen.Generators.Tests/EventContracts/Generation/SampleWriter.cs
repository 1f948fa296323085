using System.Globalization;
using System.Text.Json;
using EventGen.EventContracts;

namespace EventGen.Generators.Tests.EventContracts.Generation;

/// <summary>Writes JSON that a contract accepts, from the contract alone: optional parts come and go, null is taken where it is allowed.</summary>
/// <remarks>Canonical: integers without a fraction, the discriminator first, no part twice, defined values of enums.</remarks>
internal sealed class SampleWriter(ContractVersion contract, Random random)
{
    private int _depth;

    public string Write() => Value(contract.Payload);

    private string Value(ContractSchema schema)
    {
        if (schema.AllowsNull && (_depth > 6 || random.Next(4) == 0)) return "null";
        _depth++;
        try
        {
            return schema.Kind switch
            {
                ContractSchemaKind.Any => random.Next(2) == 0 ? "{\"any\":[1]}" : "\"any\"",
                ContractSchemaKind.Boolean => random.Next(2) == 0 ? "true" : "false",
                ContractSchemaKind.Text => JsonSerializer.Serialize(Text(schema.Format)),
                ContractSchemaKind.Number => Number(schema.Format),
                ContractSchemaKind.NumberText => $"\"{Number(schema.Format)}\"",
                ContractSchemaKind.NumberOrName => random.Next(2) == 0 ? "\"NaN\"" : Number(schema.Format),
                ContractSchemaKind.List => $"[{string.Join(",", Enumerable.Range(0, Count()).Select(_ => Value(schema.Items!)))}]",
                ContractSchemaKind.Map => Map(schema),
                ContractSchemaKind.Reference => Definition(schema.Format, ""),
                _ => throw new InvalidOperationException($"Nothing is known of what '{schema.Format}' writes."),
            };
        }
        finally
        {
            _depth--;
        }
    }

    private string Map(ContractSchema schema)
    {
        var names = Enumerable.Range(0, Count()).Select(i => schema.Keys is { } keys ? Value(keys) : $"\"name {i}\"").Distinct(StringComparer.Ordinal);
        return $"{{{string.Join(",", names.Select(name => $"{name}:{Value(schema.Items!)}"))}}}";
    }

    private string Definition(string name, string first) => contract.Definitions[name] switch
    {
        ContractObject parts => Object(parts, first),
        ContractEnum members => Enum(members),
        ContractUnion union => Union(union),
        _ => throw new InvalidOperationException(),
    };

    private string Object(ContractObject parts, string first)
    {
        var written = parts.Parts.Where(part => part.IsRequired || (_depth < 6 && random.Next(2) == 0)).OrderBy(_ => random.Next())
            .Select(part => $"{JsonSerializer.Serialize(part.Name)}:{Value(part.Schema)}").ToList();
        if (first.Length > 0) written.Insert(0, first);
        return $"{{{string.Join(",", written)}}}";
    }

    private string Union(ContractUnion union)
    {
        var item = union.Cases[random.Next(union.Cases.Count)];
        return Definition(item.Definition, item.Value.Length == 0 ? "" : $"{JsonSerializer.Serialize(union.Discriminator)}:{item.Value}");
    }

    private string Enum(ContractEnum members)
    {
        var one = members.Members[random.Next(members.Members.Count)];
        var other = members.Members[random.Next(members.Members.Count)];
        if (!members.IsText)
            return members.IsFlags ? (long.Parse(one.Value, CultureInfo.InvariantCulture) | long.Parse(other.Value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture) : one.Value;
        return members.IsFlags && one != other ? JsonSerializer.Serialize($"{one.Name}, {other.Name}") : JsonSerializer.Serialize(one.Name);
    }

    private string Text(string format) => format switch
    {
        TextFormat.Plain => $"text {random.Next()}",
        TextFormat.Base64 => Convert.ToBase64String(new byte[random.Next(6)]),
        TextFormat.Char => "ß",
        TextFormat.Date => "2024-02-29",
        TextFormat.DateTimeOffset => random.Next(2) == 0 ? "2024-02-29T12:13:14.1234567+02:00" : "2024-02-29T12:13:14Z",
        TextFormat.DateTime => random.Next(2) == 0 ? "2024-02-29T12:13:14" : "2024-02-29T12:13:14.5Z",
        TextFormat.Time => random.Next(2) == 0 ? "12:13:14" : "23:59:59.9999999",
        TextFormat.TimeSpan => random.Next(2) == 0 ? "-01:02:03" : "12.13:14:15.1234567",
        TextFormat.Uri => random.Next(2) == 0 ? "https://example.org/a" : "a/b",
        TextFormat.Uuid => "0f8fad5b-d9cb-469f-a165-70867728950e",
        TextFormat.Version => random.Next(2) == 0 ? "1.2" : "1.2.3.4",
        _ => throw new InvalidOperationException(format),
    };

    private string Number(string format)
    {
        var number = NumberFormat.Find(format)!;
        return random.Next(4) switch
        {
            0 when number.Minimum.Length > 0 => number.Minimum,
            1 when number.Maximum.Length > 0 => number.Maximum,
            _ => number.IsInteger ? random.Next(100).ToString(CultureInfo.InvariantCulture) : random.Next(2) == 0 ? "1.5" : "12",
        };
    }

    private int Count() => _depth > 6 ? 0 : random.Next(3);
}
