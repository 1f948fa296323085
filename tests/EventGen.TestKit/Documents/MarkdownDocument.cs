using System.Text;
using System.Text.RegularExpressions;

namespace EventGen.TestKit;

/// <summary>The parts of a document that can be wrong without anybody noticing: fences, links, anchors.</summary>
public sealed partial class MarkdownDocument
{
    private readonly StringBuilder _paragraph = new();
    private bool _isParagraphEnded;

    private MarkdownDocument(string path) => Path = path;

    /// <summary>The file, relative to the root, with <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>Its fences, from top to bottom.</summary>
    public List<Fence> Fences { get; } = [];

    /// <summary>Where its links lead, as written, with the line each is on.</summary>
    public List<(int Line, string Target)> Links { get; } = [];

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    public HashSet<string> Anchors { get; } = [];

    /// <summary>Reads a file of the repository.</summary>
    public static MarkdownDocument Load(string path) => Parse(path, File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)));

    /// <summary>Reads a text.</summary>
    public static MarkdownDocument Parse(string path, string text)
    {
        var document = new MarkdownDocument(path);
        string[] lines = text.Replace("\r\n", "\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (FenceStart().Match(lines[i]) is { Success: true } start) i = document.ReadFence(lines, i, start);
            else document.ReadProse(lines[i], i + 1);
        }

        return document;
    }

    // Returns the line of the closing fence.
    private int ReadFence(string[] lines, int opening, Match start)
    {
        string indent = start.Groups["indent"].Value, marks = start.Groups["marks"].Value;
        var code = new StringBuilder();
        int i = opening + 1;
        for (; i < lines.Length && !Closes(lines[i].Trim(), marks); i++)
            code.Append(lines[i].StartsWith(indent, StringComparison.Ordinal) ? lines[i][indent.Length..] : lines[i].TrimStart()).Append('\n');
        Fences.Add(new Fence(Path, opening + 2, start.Groups["info"].Value.Trim(), _paragraph.ToString(), code.ToString()));
        _paragraph.Clear();
        return i;
    }

    private void ReadProse(string line, int number)
    {
        ReadParagraph(line);
        if (Heading().Match(line) is { Success: true } heading) AddAnchor(heading.Groups["text"].Value);
        string prose = InlineCode().Replace(line, "");
        foreach (Match link in Link().Matches(prose)) Links.Add((number, link.Groups["target"].Value));
    }

    private void ReadParagraph(string line)
    {
        if (line.Length == 0)
        {
            _isParagraphEnded = true;
            return;
        }

        if (_isParagraphEnded) _paragraph.Clear();
        _isParagraphEnded = false;
        _paragraph.Append(line).Append('\n');
    }

    private void AddAnchor(string heading)
    {
        string words = MarkupOfLinks().Replace(heading, "${text}").ToLowerInvariant();
        string anchor = string.Concat(words.Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Trim().Replace(' ', '-');
        for (int i = 0; !Anchors.Add(i == 0 ? anchor : $"{anchor}-{i}"); i++) { }
    }

    private static bool Closes(string line, string marks) => line.Length >= marks.Length && line.All(c => c == marks[0]);

    [GeneratedRegex(@"^(?<indent>\s*)(?<marks>`{3,}|~{3,})(?<info>[^`]*)$")]
    private static partial Regex FenceStart();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.*?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"(`+)(?!`).*?(?<!`)\1(?!`)")]
    private static partial Regex InlineCode();

    // A target with a blank in it is none to GitHub, so it is taken whole, and not found. Pictures are HTML where they have a dark form.
    [GeneratedRegex("""\]\(\s*<?(?<target>[^)">]+?)>?(\s+"[^"]*")?\s*\)|^\s*\[[^\]]+\]:\s*<?(?<target>[^\s>]+)|<(img|source|a)\s[^>]*\b(src|srcset|href)="(?<target>[^"]+)""")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex MarkupOfLinks();
}
