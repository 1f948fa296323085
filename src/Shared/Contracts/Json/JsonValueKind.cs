namespace EventGen.EventContracts;

/// <summary>What a JSON value is.</summary>
internal enum JsonValueKind
{
    Null,
    True,
    False,
    Number,
    Text,
    Array,
    Object,

    /// <summary>An object that is one of <see cref="DeclaredContracts"/>, and was not read.</summary>
    Declared,
}
