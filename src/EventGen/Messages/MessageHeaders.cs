using System.Text;

namespace EventGen;

/// <summary>Headers as they are written, in every form: sorted by name, no name twice.</summary>
internal static class MessageHeaders
{
    public static IEnumerable<KeyValuePair<string, string>> ToWrite(IReadOnlyDictionary<string, string> headers) => headers
        .Select(static header => KeyValuePair.Create(WellFormed(header.Key), header.Value))
        .OrderBy(static header => header.Key, StringComparer.Ordinal)
        .DistinctBy(static header => header.Key, StringComparer.Ordinal);

    // Half a surrogate pair cannot be written: what stands in its place may make two names one.
    private static string WellFormed(string name) =>
        name.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? name : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));
}
