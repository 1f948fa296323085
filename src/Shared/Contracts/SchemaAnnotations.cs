namespace EventGen.EventContracts;

/// <summary>What comments say of a payload's types and parts. Immutable.</summary>
/// <param name="texts">Descriptions: of types by their definition's name, of parts by <c>definition.part</c>.</param>
/// <param name="examples">Examples as JSON, by the same names.</param>
internal sealed class SchemaAnnotations(IReadOnlyDictionary<string, string> texts, IReadOnlyDictionary<string, string> examples)
{
    public static SchemaAnnotations None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    /// <summary>The description of a type; <see langword="null"/> when it has none.</summary>
    public string? Text(string definition) => texts.TryGetValue(definition, out string? text) ? text : null;

    /// <summary>The description of a part; <see langword="null"/> when it has none.</summary>
    public string? Text(string definition, string part) => Text($"{definition}.{part}");

    /// <summary>The example of a type, as JSON; <see langword="null"/> when it has none.</summary>
    public string? Example(string definition) => examples.TryGetValue(definition, out string? example) ? example : null;

    /// <summary>The example of a part, as JSON; <see langword="null"/> when it has none.</summary>
    public string? Example(string definition, string part) => Example($"{definition}.{part}");
}
