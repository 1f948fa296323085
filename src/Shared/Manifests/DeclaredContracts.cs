namespace EventGen.EventContracts;

/// <summary>The contracts that a manifest has, found by the events' ids and not read. Immutable.</summary>
internal sealed class DeclaredContracts
{
    // A quote in a JSON text has a backslash before it, so this is nowhere but where the writer of the manifest wrote it.
    private const string Member = ",\"contract\":{\"";
    private const string Type = "{\"type\":\"";

    // Where the values begin that have the events' ids as their names.
    private readonly Dictionary<string, int> _places;

    private DeclaredContracts(string text, Dictionary<string, int> places) => (Text, _places) = (text, places);

    /// <summary>The text that has them, each on one line.</summary>
    public string Text { get; }

    /// <summary>Finds the contracts.</summary>
    /// <param name="text">A text with the lines of a manifest, whatever stands around them.</param>
    public static DeclaredContracts In(string text)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        int end;
        for (int line = 0; line < text.Length; line = end + 1)
        {
            end = text.IndexOf('\n', line);
            if (end < 0) end = text.Length;

            // The first on the line: what follows it may be an example with a member of that name.
            int member = text.IndexOf(Member, line, end - line, StringComparison.Ordinal);
            if (member < 0) continue;
            int id = member + Member.Length, quote = text.IndexOf('"', id);
            places[text.Substring(id, quote - id)] = quote + 2;
        }

        return new DeclaredContracts(text, places);
    }

    /// <summary>Some of them.</summary>
    public DeclaredContracts Only(IEnumerable<string> ids) => new(Text, ids.ToDictionary(static id => id, id => _places[id], StringComparer.Ordinal));

    /// <summary>Where a contract begins in the text.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="place">The place of the brace that opens it.</param>
    /// <returns>False when there is no contract of that event.</returns>
    public bool TryFind(string id, out int place) => _places.TryGetValue(id, out place);

    /// <summary>The full name of the payload's type; <see langword="null"/> when there is no contract of that event.</summary>
    public string? TypeOf(string id)
    {
        if (!TryFind(id, out int place) || string.CompareOrdinal(Text, place, Type, 0, Type.Length) != 0) return null;
        place += Type.Length;
        return Text.Substring(place, Text.IndexOf('"', place) - place);
    }

    /// <summary>Reads one; <see langword="null"/> when there is no contract of that event.</summary>
    public EventContract? Read(string id) =>
        TryFind(id, out int place) ? ContractFileReader.ReadEvent(new JsonMember(id, new JsonReader(Text).ReadAt(place), 0)) : null;
}
