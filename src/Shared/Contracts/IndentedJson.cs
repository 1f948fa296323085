using System.Text;

namespace EventGen.EventContracts;

/// <summary>Writes JSON one member a line, two spaces a level, lines ending in '\n'.</summary>
/// <param name="isIndented">Whether it is; otherwise all stands on one line.</param>
internal sealed class IndentedJson(bool isIndented = true)
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isFirst = true;

    public void Open(string? name, char bracket = '{')
    {
        Begin(name);
        _text.Append(bracket);
        _depth++;
        _isFirst = true;
    }

    public void Close(char bracket = '}')
    {
        _depth--;
        if (!_isFirst) NewLine();
        _text.Append(bracket);
        _isFirst = false;
    }

    /// <summary>A member of an object, or an item of an array.</summary>
    /// <param name="name">Its name; <see langword="null"/> for an item.</param>
    /// <param name="json">Its value.</param>
    public void Write(string? name, string json)
    {
        Begin(name);
        _text.Append(json);
        _isFirst = false;
    }

    public override string ToString() => _text.ToString();

    private void Begin(string? name)
    {
        if (!_isFirst) _text.Append(',');
        if (_depth > 0) NewLine();
        if (name is not null) JsonText.Append(_text, name).Append(isIndented ? ": " : ":");
    }

    private void NewLine()
    {
        if (isIndented) _text.Append('\n').Append(' ', _depth * 2);
    }
}
