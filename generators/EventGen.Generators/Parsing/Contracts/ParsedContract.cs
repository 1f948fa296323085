using EventGen.EventContracts;

namespace EventGen.Generators.Parsing;

/// <summary>What an event is on the wire as its types say it, and where they say it.</summary>
/// <param name="Contract">The contract, with each version that has an upgrade.</param>
/// <param name="Versions">Its versions, the oldest first.</param>
internal sealed record ParsedContract(EventContract Contract, IReadOnlyList<ParsedVersion> Versions)
{
    /// <summary>The version that the event itself is.</summary>
    public ParsedVersion Current => Versions[Versions.Count - 1];
}
