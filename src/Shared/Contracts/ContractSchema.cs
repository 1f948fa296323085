namespace EventGen.EventContracts;

/// <summary>What may stand at one place of a payload's JSON: of a part, an element, a value of a dictionary. Immutable.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Format">The format of a text or number, the converter's name, or the name of the definition; empty when there is none.</param>
/// <param name="AllowsNull">Whether it may be null.</param>
internal sealed record ContractSchema(ContractSchemaKind Kind, string Format = "", bool AllowsNull = false)
{
    public static ContractSchema Any { get; } = new(ContractSchemaKind.Any);

    /// <summary>The elements of a list, the values of a map.</summary>
    public ContractSchema? Items { get; init; }

    /// <summary>The names in a map: a text, an enum, or a number as text.</summary>
    public ContractSchema? Keys { get; init; }
}
