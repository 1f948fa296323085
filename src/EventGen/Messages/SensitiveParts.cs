using System.Text.Json;

namespace EventGen;

/// <summary>The sensitive parts of a payload, as a tree by names. Immutable once made.</summary>
internal sealed class SensitiveParts
{
    // Whatever its case: a serializer may accept any.
    private readonly Dictionary<string, SensitiveParts> _parts = new(StringComparer.OrdinalIgnoreCase);
    private SensitiveParts? _each;

    private SensitiveParts()
    {
    }

    /// <summary>Whether all that stands here is sensitive.</summary>
    public bool IsSensitive { get; private set; }

    /// <summary>What is known of the elements of a list, or of the values of a dictionary.</summary>
    public SensitiveParts? Each => _each;

    /// <summary>Reads what the generator wrote.</summary>
    /// <param name="paths">
    /// A path for each part, its members separated by <c>/</c>; <c>[]</c> for elements and values, and <c>=name</c> for a name on the wire. In names <c>~1</c> is
    /// <c>/</c> and <c>~0</c> is <c>~</c>.
    /// </param>
    /// <param name="naming">How the context names members.</param>
    public static SensitiveParts Of(IReadOnlyList<string> paths, JsonNamingPolicy? naming)
    {
        var root = new SensitiveParts();
        foreach (string path in paths) root.Mark(path.Split('/'), naming);
        return root;
    }

    /// <summary>What is known of a part; <see langword="null"/> when nothing in it is sensitive.</summary>
    public SensitiveParts? Part(string name) => _parts.GetValueOrDefault(name) ?? _each;

    private void Mark(ReadOnlySpan<string> path, JsonNamingPolicy? naming)
    {
        if (path.IsEmpty)
        {
            IsSensitive = true;
            return;
        }

        string segment = path[0];
        if (segment == "[]")
        {
            (_each ??= new SensitiveParts()).Mark(path[1..], naming);
            return;
        }

        bool isOnTheWire = segment[0] == '=';
        string name = (isOnTheWire ? segment[1..] : segment).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

        // An older payload may be of a context that names members otherwise.
        Child(name).Mark(path[1..], naming);
        if (!isOnTheWire && naming is not null) Child(naming.ConvertName(name)).Mark(path[1..], naming);
    }

    private SensitiveParts Child(string name)
    {
        if (!_parts.TryGetValue(name, out var part)) _parts.Add(name, part = new SensitiveParts());
        return part;
    }
}
