using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.TestKit;

/// <summary>A source with marks where diagnostics are expected: <c>[|here|]</c>, or <c>{|EVG1001:here|}</c>. Marks may nest.</summary>
/// <param name="Text">The source without the marks.</param>
/// <param name="Spans">The marked places, by position.</param>
internal sealed record Markup(string Text, ImmutableArray<MarkedSpan> Spans)
{
    private static readonly SearchValues<char> s_idCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>Reads a marked source.</summary>
    /// <exception cref="FormatException">A mark is not closed, or was never opened.</exception>
    public static Markup Parse(string marked)
    {
        var text = new StringBuilder(marked.Length);
        var open = new Stack<(string? Id, char Close, int Start)>();
        var spans = ImmutableArray.CreateBuilder<MarkedSpan>();
        for (int i = 0; i < marked.Length;)
        {
            ReadOnlySpan<char> rest = marked.AsSpan(i);
            if (rest.StartsWith("[|"))
            {
                open.Push((null, ']', text.Length));
                i += 2;
            }
            else if (IdAt(rest) is { } id)
            {
                open.Push((id, '}', text.Length));
                i += id.Length + 3;
            }
            else if (rest is ['|', (']' or '}') and var close, ..] && open.TryPeek(out var mark) && mark.Close == close)
            {
                open.Pop();
                spans.Add(new MarkedSpan(mark.Id, TextSpan.FromBounds(mark.Start, text.Length)));
                i += 2;
            }
            else if (rest is ['|', ']' or '}', ..])
                throw new FormatException($"'{rest[..2]}' closes nothing at {text.Length} of:\n{text}");
            else
            {
                text.Append(marked[i]);
                i++;
            }
        }

        if (open.TryPeek(out var unclosed))
            throw new FormatException($"The mark opened at {unclosed.Start} is not closed in:\n{text}");
        spans.Sort(static (left, right) => left.Span.CompareTo(right.Span));
        return new Markup(text.ToString(), spans.ToImmutable());
    }

    // {|EVG1001: and nothing else that begins with {|.
    private static string? IdAt(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("{|")) return null;
        int length = text[2..].IndexOf(':');
        return length > 0 && !text.Slice(2, length).ContainsAnyExcept(s_idCharacters) ? text.Slice(2, length).ToString() : null;
    }
}
