using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace EventGen;

/// <summary>The W3C trace context of the running code, and how it gets to code that runs elsewhere. Carried whether the trace is sampled or not.</summary>
internal static class TraceContext
{
    // 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
    private const int Length = 55;
    private const int MaxTraceState = 512;
    private const int MaxMembers = 32;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-*/");

    // The last that this thread has met: events are emitted one after the other in one activity.
    [ThreadStatic] private static EmitTrace? t_last;

    /// <summary>The context of the current activity; <see langword="null"/> where there is none, or one whose id has another format.</summary>
    public static EmitTrace? Current => TelemetryAssembly.IsLoaded ? OfActivity() : null;

    /// <summary>The context in which an event is emitted: that of the current activity, else that of the event being handled.</summary>
    public static EmitTrace? Of(AmbientState ambient) => Current ?? ambient.Trace ?? ambient.Cause?.Trace;

    /// <summary>Makes a trace the current one, where none is, without a span of it being recorded.</summary>
    /// <remarks>
    /// What the code inside starts belongs to the trace then, and is sampled as the trace is; without it, each of its spans would
    /// begin a trace of its own and be sampled anew.
    /// </remarks>
    /// <param name="operation">The name of the activity.</param>
    /// <param name="trace">The trace; <see langword="null"/> changes nothing.</param>
    /// <returns>Ends it when disposed; <see langword="null"/> when nothing was changed.</returns>
    public static Activity? Continue(string operation, EmitTrace? trace) => trace is null || Activity.Current is not null
        ? null
        : new Activity(operation) { TraceStateString = trace.Context.TraceState, IsAllDataRequested = false }
            .SetParentId(trace.Context.TraceId, trace.Context.SpanId, trace.Context.TraceFlags).Start();

    /// <summary>Reads a trace context from outside, as <see cref="Normalize"/> and <see cref="IsTraceState"/> judge it.</summary>
    /// <returns><see langword="null"/> when it is none.</returns>
    public static EmitTrace? Parse(string? traceParent, string? traceState, bool isRemote) =>
        ActivityContext.TryParse(Normalize(traceParent), IsTraceState(traceState) ? traceState : null, isRemote, out var trace) ? new EmitTrace(trace) : null;

    /// <summary>A <c>traceparent</c> of the version that is written here, 00.</summary>
    /// <returns>
    /// The same if it has that version. Of a later one, the ids and whether it is sampled, which is all that may be read of it. <see langword="null"/>
    /// if it is invalid.
    /// </returns>
    public static string? Normalize(string? traceParent)
    {
        if (traceParent is not { Length: >= Length } || traceParent[2] != '-' || traceParent[35] != '-' || traceParent[52] != '-') return null;
        var text = traceParent.AsSpan();
        if (!IsHex(text[..2]) || !IsHex(text[3..35]) || !IsHex(text[36..52]) || !IsHex(text[53..Length])) return null;
        if (text.StartsWith("ff") || !text[3..35].ContainsAnyExcept('0') || !text[36..52].ContainsAnyExcept('0')) return null;
        if (text.StartsWith("00")) return text.Length == Length ? traceParent : null;
        if (text.Length > Length && text[Length] != '-') return null;
        bool isSampled = (HexDigit(text[54]) & 1) != 0;
        return $"00{text[2..53]}{(isSampled ? "01" : "00")}";
    }

    /// <summary>True for a valid <c>tracestate</c> of at most 512 characters and 32 members.</summary>
    public static bool IsTraceState([NotNullWhen(true)] string? traceState)
    {
        if (traceState is not { Length: > 0 and <= MaxTraceState }) return false;
        int members = 0;
        var rest = traceState.AsSpan();
        while (!rest.IsEmpty)
        {
            int length = rest.IndexOf(',');
            var member = (length < 0 ? rest : rest[..length]).Trim(' ');
            rest = length < 0 ? default : rest[(length + 1)..];
            if (member.IsEmpty) continue;
            int end = member.IndexOf('=');
            if (++members > MaxMembers || end < 1 || !IsKey(member[..end]) || !IsValue(member[(end + 1)..])) return false;
        }

        return members > 0;
    }

    // A vendor, or tenant@vendor.
    private static bool IsKey(ReadOnlySpan<char> key)
    {
        int at = key.IndexOf('@');
        return at < 0
            ? IsName(key, 256, mayStartWithDigit: true)
            : IsName(key[..at], 241, mayStartWithDigit: true) && IsName(key[(at + 1)..], 14, mayStartWithDigit: false);
    }

    private static bool IsName(ReadOnlySpan<char> name, int length, bool mayStartWithDigit) =>
        name.Length > 0 && name.Length <= length && !name.ContainsAnyExcept(s_nameCharacters)
        && (char.IsAsciiLetterLower(name[0]) || (mayStartWithDigit && char.IsAsciiDigit(name[0])));

    private static bool IsValue(ReadOnlySpan<char> value) => value.Length is > 0 and <= 256 && !value.Contains('=') && !value.ContainsAnyExceptInRange(' ', '~');

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(s_hexDigits);

    private static int HexDigit(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : digit - 'a' + 10;

    /// <summary>The <c>traceparent</c> of a context; <see langword="null"/> for none.</summary>
    public static string? ToTraceParent(EmitTrace? trace) => trace is null ? null : $"00-{trace.Context.TraceId}-{trace.Context.SpanId}-{(byte)trace.Context.TraceFlags:x2}";

    // Apart: whoever calls it has loaded the assembly of activities.
    private static EmitTrace? OfActivity()
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity) return null;
        var context = activity.Context;
        return t_last is { } last && last.Context == context ? last : t_last = new EmitTrace(context);
    }
}
