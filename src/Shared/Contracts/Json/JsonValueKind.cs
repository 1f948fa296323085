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
}
