namespace EventGen.Generators.Fingerprints;

/// <summary>What a name can mean in a project.</summary>
internal sealed class NameMeaning
{
    /// <summary>The files with a type of that name, in the project's order.</summary>
    public List<int> Files { get; } = [];

    /// <summary>The namespaces that end in the name, by full name.</summary>
    public SortedSet<string> Namespaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Which namespaces these are; <see langword="null"/> when there are none.</summary>
    public byte[]? NamespacesDigest { get; set; }
}
