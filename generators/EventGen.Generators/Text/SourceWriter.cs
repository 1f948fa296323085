using System.Text;

namespace EventGen.Generators.Text;

/// <summary>Writes indented text, four spaces a level, lines ending in '\n'.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes a block as it stands, each line at the present depth.</summary>
    public void Write(string block)
    {
        foreach (string line in block.Split('\n')) Line(line.TrimEnd('\r'));
    }

    public void Line(string line = "")
    {
        if (line.Length > 0) _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
    }

    /// <summary>Writes a block in the first column, whatever the depth: the lines of a raw literal.</summary>
    public void Unindented(string block) => _text.Append(block).Append('\n');

    /// <summary>Writes what begins a block, and its brace.</summary>
    public void Open(string header, string brace = "{")
    {
        Write(header);
        Line(brace);
        _depth++;
    }

    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    public override string ToString() => _text.ToString();
}
