namespace EventGen.EventContracts;

/// <summary>Keeps the names of removed parts, with their types, in the new contract. Used once.</summary>
internal sealed class ReservedParts
{
    private readonly ContractVersion _old;
    private readonly ContractVersion _new;
    private readonly Dictionary<string, ContractDefinition> _definitions;
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<(string Old, string New)> _visited = [];

    private ReservedParts(ContractVersion old, ContractVersion @new)
    {
        (_old, _new) = (old, @new);
        _definitions = @new.Definitions.ToDictionary(static definition => definition.Key, static definition => definition.Value, StringComparer.Ordinal);
    }

    public static ContractVersion Keep(ContractVersion old, ContractVersion @new)
    {
        var kept = new ReservedParts(old, @new);
        kept.Visit(old.Payload, @new.Payload);
        return @new with { Definitions = kept._definitions };
    }

    private void Visit(ContractSchema? old, ContractSchema? @new)
    {
        if (old is null || @new is null || old.Kind != @new.Kind) return;
        Visit(old.Items, @new.Items);
        if (@new.Kind == ContractSchemaKind.Reference) Visit(old.Format, @new.Format);
    }

    private void Visit(string old, string @new)
    {
        if (!_visited.Add((old, @new))) return;
        switch ((_old.Definitions[old], _new.Definitions[@new]))
        {
            case (ContractObject before, ContractObject now):
                Reserve(before, @new);
                foreach (var part in now.Parts) Visit(before.Find(part.Name)?.Schema, part.Schema);
                break;
            case (ContractUnion before, ContractUnion now):
                foreach (var item in now.Cases)
                {
                    if (before.Cases.FirstOrDefault(other => other.Value == item.Value) is { } same) Visit(same.Definition, item.Definition);
                }

                break;
        }
    }

    private void Reserve(ContractObject before, string name)
    {
        var now = (ContractObject)_definitions[name];
        var reserved = now.Reserved.ToDictionary(static part => part.Name, StringComparer.Ordinal);
        foreach (var part in before.Reserved.Concat(before.Parts))
        {
            if (now.Find(part.Name) is null && !reserved.ContainsKey(part.Name)) reserved.Add(part.Name, part with { Schema = Carry(part.Schema), IsRequired = false });
        }

        _definitions[name] = ((ContractObject)_definitions[name]) with { Reserved = [.. reserved.Values.OrderBy(static part => part.Name, StringComparer.Ordinal)] };
    }

    // What a reserved part refers to has to stay too.
    private ContractSchema Carry(ContractSchema schema) => schema with
    {
        Format = schema.Kind == ContractSchemaKind.Reference ? Carry(schema.Format) : schema.Format,
        Items = schema.Items is { } items ? Carry(items) : null,
        Keys = schema.Keys is { } keys ? Carry(keys) : null,
    };

    private string Carry(string name)
    {
        if (_kept.TryGetValue(name, out string? kept)) return kept;
        if (_new.Definitions.TryGetValue(name, out var now) && IsSame(_old.Definitions[name], now)) return name;

        kept = name;
        for (int number = 2; _definitions.ContainsKey(kept); number++) kept = $"{name}{number}";
        _kept.Add(name, kept);
        _definitions.Add(kept, _old.Definitions[name]);
        _definitions[kept] = _old.Definitions[name] switch
        {
            ContractObject parts => parts with { Parts = [.. parts.Parts.Select(Carry)], Reserved = [.. parts.Reserved.Select(Carry)] },
            ContractUnion union => union with { Cases = [.. union.Cases.Select(item => item with { Definition = Carry(item.Definition) })] },
            var other => other,
        };
        return kept;
    }

    private ContractPart Carry(ContractPart part) => part with { Schema = Carry(part.Schema) };

    // By what it says itself: what it refers to may differ, and is compared where it is used.
    private static bool IsSame(ContractDefinition old, ContractDefinition now) => Text(old) == Text(now);

    private static string Text(ContractDefinition definition)
    {
        var version = new ContractVersion(1, "", ContractSchema.Any, new Dictionary<string, ContractDefinition> { ["Type"] = definition });
        var json = new IndentedJson();
        json.Open(null);
        DefinitionWriter.Write(version, SchemaText.Short, json);
        json.Close();
        return json.ToString();
    }
}
