using System.Runtime.CompilerServices;
using System.Text;

namespace EventGen.Generators.Text;

/// <summary>Writes indented text, four spaces a level, lines ending in '\n'.</summary>
/// <remarks>Writes one text, by one thread: what it is written in goes to the thread's next writer.</remarks>
internal sealed class SourceWriter
{
    // The file of an event with a handler has about 7,500 characters.
    private const int Capacity = 16 * 1024;

    [ThreadStatic]
    private static StringBuilder? t_free;

    private readonly StringBuilder _text = Take();
    private int _depth;
    private bool _isInLine;

    /// <summary>Writes a block as it stands, each line at the present depth.</summary>
    public void Write(string block)
    {
        Block(block);
        EndLine();
    }

    /// <inheritdoc cref="Write(string)"/>
    public void Write([InterpolatedStringHandlerArgument("")] ref BlockHandler block) => EndLine();

    public void Line(string line = "")
    {
        Text(line, 0, line.Length);
        EndLine();
    }

    /// <inheritdoc cref="Line(string)"/>
    public void Line([InterpolatedStringHandlerArgument("")] ref LineHandler line) => EndLine();

    /// <summary>Writes a block in the first column, whatever the depth: the lines of a raw literal.</summary>
    public void Unindented(string block) => _text.Append(block).Append('\n');

    /// <summary>Writes what begins a block, and its brace.</summary>
    public void Open(string header, string brace = "{")
    {
        Write(header);
        Begin(brace);
    }

    /// <inheritdoc cref="Open(string, string)"/>
    public void Open([InterpolatedStringHandlerArgument("")] ref BlockHandler header, string brace = "{")
    {
        EndLine();
        Begin(brace);
    }

    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    /// <summary>Ends the writing.</summary>
    /// <returns>All that was written.</returns>
    public string Finish()
    {
        string text = _text.ToString();
        if (_text.Capacity <= Capacity) t_free = _text;
        return text;
    }

    private void Begin(string brace)
    {
        Line(brace);
        _depth++;
    }

    // Goes on with the line.
    private void Text(string text, int start, int end)
    {
        if (end == start) return;
        if (!_isInLine) _text.Append(' ', _depth * 4);
        _isInLine = true;
        _text.Append(text, start, end - start);
    }

    private void Block(string text)
    {
        int start = 0;
        for (int end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', start))
        {
            Text(text, start, end > start && text[end - 1] == '\r' ? end - 1 : end);
            EndLine();
            start = end + 1;
        }

        Text(text, start, text.Length);
    }

    private void EndLine()
    {
        _text.Append('\n');
        _isInLine = false;
    }

    private static StringBuilder Take()
    {
        var free = t_free;
        t_free = null;
        return free?.Clear() ?? new StringBuilder(Capacity);
    }

    /// <summary>Writes the parts of one line as they come, without a text of the whole.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct LineHandler
    {
        private readonly SourceWriter _writer;

        // The compiler tells the lengths first.
        public LineHandler(int _, int __, SourceWriter writer) => _writer = writer;

        public void AppendLiteral(string text) => _writer.Text(text, 0, text.Length);

        public void AppendFormatted(string? text) => AppendLiteral(text ?? "");
    }

    /// <summary>Writes the parts of a block as they come.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct BlockHandler
    {
        private readonly SourceWriter _writer;

        // The compiler tells the lengths first.
        public BlockHandler(int _, int __, SourceWriter writer) => _writer = writer;

        public void AppendLiteral(string text) => _writer.Block(text);

        public void AppendFormatted(string? text) => _writer.Block(text ?? "");
    }
}
