namespace EventGen.Generators.Fingerprints;

/// <summary>What the names mean that a project gives to types and namespaces.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, NameMeaning> _meanings = new(StringComparer.Ordinal);

    public NameTable(IReadOnlyList<FileFingerprint> files)
    {
        for (int i = 0; i < files.Count; i++)
        {
            var names = files[i].Names;
            foreach (string type in names.Types) Of(type).Files.Add(i);
            foreach (string space in names.Namespaces) Of(space.Substring(space.LastIndexOf('.') + 1)).Namespaces.Add(space);
        }

        var digest = new DigestWriter();
        foreach (var meaning in _meanings.Values)
        {
            if (meaning.Namespaces.Count == 0) continue;
            digest.Write(meaning.Namespaces);
            meaning.NamespacesDigest = digest.Finish();
        }
    }

    /// <summary>What those of the names mean that have a meaning.</summary>
    public IEnumerable<NameMeaning> Find(IReadOnlyCollection<string> names)
    {
        foreach (string name in names)
        {
            if (_meanings.TryGetValue(name, out var meaning)) yield return meaning;
        }
    }

    private NameMeaning Of(string name)
    {
        if (!_meanings.TryGetValue(name, out var meaning)) _meanings.Add(name, meaning = new NameMeaning());
        return meaning;
    }
}
