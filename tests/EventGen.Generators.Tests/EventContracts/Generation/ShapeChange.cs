namespace EventGen.Generators.Tests.EventContracts.Generation;

/// <summary>Changes a payload, or something it holds, as people do.</summary>
internal static class ShapeChange
{
    private static readonly Dictionary<string, string> s_wider = new(StringComparer.Ordinal)
    {
        ["byte"] = "int", ["short"] = "int", ["int"] = "long", ["uint"] = "long", ["float"] = "double", ["long"] = "decimal", ["ulong"] = "decimal", ["ushort"] = "float",
    };

    /// <summary>The payload with one or two changes.</summary>
    public static PayloadShape Of(PayloadShape payload, Random random)
    {
        for (int changes = 1 + random.Next(2); changes > 0; changes--) payload = Once(payload, random);
        return payload;
    }

    private static PayloadShape Once(PayloadShape payload, Random random)
    {
        if (payload.Enums.Count > 0 && random.Next(4) == 0)
        {
            int at = random.Next(payload.Enums.Count);
            return payload with { Enums = [.. payload.Enums.Select((item, i) => i == at ? Members(item, random) : item)] };
        }

        int type = random.Next(payload.Types.Count + 1);
        return type == payload.Types.Count
            ? payload with { Root = Parts(payload.Root, random) }
            : payload with { Types = [.. payload.Types.Select((item, i) => i == type ? Parts(item, random) : item)] };
    }

    private static EnumShape Members(EnumShape item, Random random) => random.Next(3) switch
    {
        0 => item with { Members = [.. item.Members, ($"Added{item.Members.Count}", 1 << (10 + item.Members.Count))] },
        1 when item.Members.Count > 1 => item with { Members = [.. item.Members.SkipLast(1)] },
        _ => item with { Members = [.. item.Members.SkipLast(1), ($"Renamed{item.Members.Count}", item.Members[^1].Value)] },
    };

    private static TypeShape Parts(TypeShape type, Random random)
    {
        // A part of a base type may have the name of one of its cases.
        if (type.Attribute.Contains("JsonDerivedType", StringComparison.Ordinal)) return type;
        if (type.Parts.Count == 0 || random.Next(4) == 0)
            return type with { Parts = [.. type.Parts, new PartShape($"Added{type.Parts.Count}", random.Next(2) == 0 ? "int" : "string") { IsNullable = random.Next(3) > 0 }] };

        int at = random.Next(type.Parts.Count);
        var part = type.Parts[at];

        // A part that holds its own type has no values unless it may be null.
        if (part.Name == "Next") return type;
        var changed = random.Next(5) switch
        {
            0 => null,
            1 when s_wider.TryGetValue(part.Type, out string? wider) => part with { Type = wider, Attribute = "" },
            2 => part with { Name = part.Name + "Renamed" },
            3 when !ShapeGenerator.IsStructList(part.Type) => part with { IsNullable = !part.IsNullable, IsRequired = false, Attribute = "" },
            _ => part with { Type = "string", Attribute = "" },
        };
        return type with { Parts = [.. type.Parts.Select((other, i) => i == at ? changed : other).OfType<PartShape>()] };
    }
}
