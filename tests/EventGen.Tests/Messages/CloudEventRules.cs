using System.Text;
using System.Text.RegularExpressions;

namespace EventGen.Tests.Publishing;

/// <summary>What the specifications say of a CloudEvent's attributes, apart from the code under test: CloudEvents 1.0, its tracing and partitioning extensions, RFC 3339, RFC 3986, W3C Trace Context.</summary>
internal static partial class CloudEventRules
{
    /// <summary>Fails unless every receiver of the specification must take the attributes.</summary>
    public static void AssertValid(IEnumerable<KeyValuePair<string, string>> attributes)
    {
        var byName = attributes.ToDictionary(static attribute => attribute.Key, static attribute => attribute.Value, StringComparer.Ordinal);
        foreach (string required in new[] { "id", "source", "specversion", "type" }) Assert.True(byName.ContainsKey(required), required);
        foreach (var (name, value) in byName)
        {
            Assert.Matches("^[a-z0-9]{1,20}$", name);
            Assert.All(value.EnumerateRunes(), rune => Assert.True(IsAllowed(rune), $"{name} has U+{rune.Value:X4}"));
            Assert.True(IsWellFormed(value), $"{name} has half a surrogate pair");
            Assert.True(IsOfItsType(name, value), $"{name} is '{value}'");
        }

        if (byName.ContainsKey("tracestate")) Assert.True(byName.ContainsKey("traceparent"));
    }

    /// <summary>The text, with U+FFFD for each character that a CloudEvent forbids.</summary>
    public static string Allowed(string text) => string.Concat(text.EnumerateRunes().Select(static rune => IsAllowed(rune) ? rune.ToString() : "\uFFFD"));

    /// <summary>The text, with U+FFFD for each half of a surrogate pair.</summary>
    public static string WellFormed(string text) => string.Concat(text.EnumerateRunes());

    public static bool IsTraceParent(string text) => TraceParent().IsMatch(text);

    /// <summary>True for a <c>tracestate</c> of the length that every participant must pass on.</summary>
    public static bool IsTraceState(string? text) =>
        text is { Length: <= 512 } && text.Split(',').Where(static member => member.Trim(' ').Length > 0).ToList() is { Count: > 0 and <= 32 } members
        && members.TrueForAll(static member => TraceStateMember().IsMatch(member));

    private static bool IsOfItsType(string name, string value) => name switch
    {
        "specversion" => value == "1.0",
        "id" or "type" or "partitionkey" => value.Length > 0,
        "source" => value.Length > 0 && Reference().IsMatch(value),
        "time" => Time().IsMatch(value),
        "datacontenttype" => value == "application/json",
        "traceparent" => TraceParent().IsMatch(value),
        "tracestate" => IsTraceState(value),
        _ => true,
    };

    private static bool IsAllowed(Rune rune) =>
        !Rune.IsControl(rune) && (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is < 0xFDD0 or > 0xFDEF;

    private static bool IsWellFormed(string text)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    // RFC 3986, appendix A: a URI, or a relative reference whose first segment has no colon.
    [GeneratedRegex(@"^(?:[A-Za-z][A-Za-z0-9+.\-]*:(?://[A-Za-z0-9\-._~!$&'()*+,;=:@]*(?:/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})*)?|/?(?!/)(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})*)|//[A-Za-z0-9\-._~!$&'()*+,;=:@]*(?:/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})*)?|(?!/?/)(?:[A-Za-z0-9\-._~!$&'()*+,;=@]|%[0-9A-F]{2})*(?:/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})*)?|/(?!/)(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})*)(?:\?(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-F]{2})*)?(?:#(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-F]{2})*)?\z")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[0-9]{4}-(?:0[1-9]|1[0-2])-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?Z\z")]
    private static partial Regex Time();

    [GeneratedRegex(@"^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}\z")]
    private static partial Regex TraceParent();

    [GeneratedRegex(@"^ *(?:[a-z0-9][a-z0-9_\-*/]{0,255}|[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e] *\z")]
    private static partial Regex TraceStateMember();
}
