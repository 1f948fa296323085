namespace EventGen.Generators.Fingerprints;

/// <summary>What was last read of a file, for as long as it holds. Thread safe.</summary>
/// <remarks>It keeps no digest: a build that reads everything once needs none, so none is computed for it.</remarks>
/// <typeparam name="T">What is read.</typeparam>
internal sealed class KeptReading<T>
{
    // Replaced whole. Two projects that share the file, or two runs at once, take the place of each other's at worst.
    private volatile Reading? _last;

    /// <summary>What is in the file; read again only when something changed that it depends on.</summary>
    /// <param name="dependencies">Of the project that is read.</param>
    /// <param name="place">The file's place in that project.</param>
    /// <param name="settings">What the reading depends on besides, as a text.</param>
    /// <param name="read">Reads the file.</param>
    public T Get(Dependencies dependencies, int place, string settings, Func<T> read)
    {
        var last = _last;
        var value = last is not null && last.Settings == settings && last.Dependencies.AreEqual(last.Place, dependencies, place) ? last.Value : read();
        _last = new Reading(dependencies, place, settings, value);
        return value;
    }

    private sealed record Reading(Dependencies Dependencies, int Place, string Settings, T Value);
}
