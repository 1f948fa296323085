namespace EventGen.EventContracts;

/// <summary>What stands at one place of a payload's JSON.</summary>
internal enum ContractSchemaKind
{
    /// <summary>Anything: <c>object</c>, <c>JsonElement</c>, <c>JsonNode</c>.</summary>
    Any,

    /// <summary>What a converter of the application writes, which nothing is known of but the converter's name.</summary>
    Converter,

    Boolean,

    /// <summary>A text, of a format.</summary>
    Text,

    /// <summary>A number, of a format.</summary>
    Number,

    /// <summary>A number that is written as text.</summary>
    NumberText,

    /// <summary>A number, or the text <c>NaN</c>, <c>Infinity</c> or <c>-Infinity</c>.</summary>
    NumberOrName,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>Values by name.</summary>
    Map,

    /// <summary>An object, an enum or a polymorphic type, defined beside the payload.</summary>
    Reference,
}
