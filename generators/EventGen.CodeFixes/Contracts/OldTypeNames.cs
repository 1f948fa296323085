using EventGen.EventContracts;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;

namespace EventGen.CodeFixes.Contracts;

/// <summary>What the types and members of an old payload are called: no type as a member beside it, and none as one of another event.</summary>
internal sealed class OldTypeNames
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    /// <param name="old">The version as it was accepted.</param>
    /// <param name="now">The event as it is.</param>
    /// <param name="payload">The name of the payload.</param>
    /// <param name="prefix">What the name of a definition's type begins with.</param>
    public OldTypeNames(ContractVersion old, ParsedVersion now, string payload, Func<string, string> prefix)
    {
        Payload = payload;
        var taken = new HashSet<string>(StringComparer.Ordinal) { payload };
        foreach (var pair in old.Definitions)
        {
            if (pair.Value is not ContractObject parts) continue;
            foreach (var part in parts.Parts) taken.Add(Member(pair.Key, part.Name, (now.Symbols.Find(pair.Key, part.Name) ?? now.Symbols.Find(now.Version.Payload.Format, part.Name))?.Name));
        }

        foreach (string definition in old.Definitions.Keys.OrderBy(static name => name, StringComparer.Ordinal))
        {
            string wanted = $"{prefix(definition)}{Identifiers.Join(definition)}{payload}", name = wanted;
            for (int number = 2; !taken.Add(name); number++) name = $"{wanted}_{number}";
            _types[definition] = name;
        }

        _types[old.Payload.Format] = payload;
    }

    /// <summary>The name of the payload: <c>V1</c>.</summary>
    public string Payload { get; }

    /// <summary>The name of a definition's type: <c>LineV1</c>.</summary>
    public string Of(string definition) => _types[definition];

    /// <summary>The name of a part's member.</summary>
    /// <param name="definition">The definition that has the part.</param>
    /// <param name="wire">The part's name on the wire.</param>
    /// <param name="current">What the member is called now; <see langword="null"/> when there is none.</param>
    public string Member(string definition, string wire, string? current)
    {
        string name = current ?? Identifiers.Join(wire);
        if (!Identifiers.IsValid(name)) name = $"Part{name}";
        return _types.TryGetValue(definition, out string? type) && type == name ? $"{name}Value" : name;
    }
}
